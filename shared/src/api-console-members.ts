/** What operators may ask about members. */
import { z } from 'zod'
import { byMember, byMonth, Instant, page, pageOf } from './basics.js'
import { endpoints } from './endpoint.js'
import { Entry, EntryDetail, EntryFilter, FoundEntry } from './entries.js'
import { MemberList, MemberProfile, Reveal, RevealBody } from './members.js'
import { MonthStatement, PastBalances } from './month-statements.js'
import { MemberTier } from './tiers.js'

export const members = endpoints('console', {
  'GET /console/members': {
    summary: 'Members by number, phone (whole or last four) or nickname',
    query: page.extend({
      search: z.string().trim().max(40).optional(),
      sort: z.enum(['ENROLLED', 'POINTS', 'LAST_PURCHASE']).optional(),
    }),
    response: MemberList,
  },
  'GET /console/members/:memberNo': {
    summary: 'One member: balances, lots, consents',
    params: byMember,
    response: MemberProfile,
  },
  'GET /console/members/:memberNo/entries': {
    summary: 'The statement of one member',
    params: byMember,
    query: page.extend({ filter: EntryFilter.optional() }),
    response: pageOf(Entry),
  },
  'GET /console/members/:memberNo/entries/:entryNo': {
    summary: 'One entry with its explanation',
    params: byMember.extend({ entryNo: z.string().max(20) }),
    response: EntryDetail,
  },
  'GET /console/members/:memberNo/balances': {
    summary: 'Balances and batches at a moment of the past, from facts alone',
    params: byMember,
    query: z.object({ at: Instant }),
    response: PastBalances,
  },
  'GET /console/members/:memberNo/statements/:month': {
    summary: 'One month of one member: opening, what came and went, closing',
    params: byMember.extend(byMonth.shape),
    response: MonthStatement,
  },
  'GET /console/members/:memberNo/statements/:month/csv': {
    summary: 'The month with all its entries as a spreadsheet (CSV)',
    params: byMember.extend(byMonth.shape),
    binary: 'text/csv',
  },
  'GET /console/entries/:entryNo': {
    summary: 'An entry by its number alone, with whose it is',
    params: z.object({ entryNo: z.string().max(20) }),
    response: FoundEntry,
  },
  'POST /console/members/:memberNo/reveals': {
    summary: 'The full phone number; who asked and why is kept',
    params: byMember,
    body: RevealBody,
    response: Reveal,
  },
  'GET /console/members/:memberNo/tier': {
    summary: 'Tier of one member and how it came about',
    params: byMember,
    response: MemberTier,
  },
})
