/** What anybody, a signed-in WeChat account and a member may ask. */
import { z } from 'zod'
import { byMonth, Done, Month, page } from './basics.js'
import { endpoints } from './endpoint.js'
import { EntryDetail, EntryFilter, EntryPage, News } from './entries.js'
import { MemberCard, MemberCodes, Profile, ProfileBody } from './members.js'
import { MonthStatement } from './month-statements.js'
import { OperatorLogin, OperatorSession } from './operators.js'
import { Consent, ConsentBody, EnrolBody, LoginBody, LoginReply, RefreshBody, Tokens, Whoami } from './sessions.js'
import { BindBody, Programme, Scene, StaffCard, StoreView, TableView, TableVisit } from './stores.js'
import { BuyBackBody, TierCentre } from './tiers.js'

export const open = endpoints('public', {
  'GET /programme': { summary: 'What everybody may know before joining', response: Programme },
  'GET /stores': { summary: 'Open stores', response: z.object({ items: z.array(StoreView) }) },
  'GET /tables/:scene': {
    summary: 'The table behind a scanned code',
    params: z.object({ scene: z.string().max(64) }),
    response: TableView,
  },
  'POST /sessions': { summary: 'Sign in with a wx.login code', body: LoginBody, response: LoginReply },
  'POST /sessions/refresh': {
    summary: 'Swap a refresh token for new tokens; the old one ends',
    body: RefreshBody,
    response: Tokens,
  },
  'POST /console/sessions': { summary: 'Operator sign-in', body: OperatorLogin, response: OperatorSession },
})

export const identity = endpoints('identity', {
  'GET /me': { summary: 'Who is signed in: member, staff, both or neither', response: Whoami },
  'DELETE /session': { summary: 'Sign out: the session and its refresh token end', response: Done },
  'POST /enrolments': {
    summary: 'Join the programme with a phone code and consents',
    body: EnrolBody,
    response: MemberCard,
  },
  'POST /staff/bindings': {
    summary: 'Bind this WeChat account to a staff invitation',
    body: BindBody,
    response: StaffCard,
  },
})

export const member = endpoints('member', {
  'GET /member/card': { summary: 'Balances and identity of the signed-in member', response: MemberCard },
  'POST /member/codes': { summary: 'The member codes of the next ninety seconds', response: MemberCodes },
  'GET /member/entries': {
    summary: 'The points statement, newest first',
    query: page.extend({ filter: EntryFilter.optional(), month: Month.optional() }),
    response: EntryPage,
  },
  'GET /member/entries/:entryNo': {
    summary: 'One entry with its explanation',
    params: z.object({ entryNo: z.string().max(20) }),
    response: EntryDetail,
  },
  'GET /member/statements/:month': {
    summary: 'One month: opening, what came and went, closing',
    params: byMonth,
    response: MonthStatement,
  },
  'GET /member/news': {
    summary: 'Waits up to 25 s for entries newer than `after`',
    query: z.object({
      after: z.coerce.number().int().min(0),
      waitSeconds: z.coerce.number().int().min(0).max(25).optional(),
    }),
    response: News,
  },
  'POST /member/table-visits': {
    summary: 'Sit down at a scanned table',
    body: z.object({ scene: Scene }),
    response: TableVisit,
  },
  'GET /member/table-visit': {
    summary: 'The table this member sits at, if any',
    response: z.object({ visit: TableVisit.nullable() }),
  },
  'GET /member/profile': { summary: 'Nickname and birthday of the signed-in member', response: Profile },
  'PUT /member/profile': {
    summary: 'Change them; completing the profile is rewarded once',
    body: ProfileBody,
    response: Profile,
  },
  'DELETE /member/table-visit': { summary: 'Leave the table', response: Done },
  'GET /member/tier': { summary: 'Tier, what is missing, rights and how it came about', response: TierCentre },
  'POST /member/tier/buy-backs': {
    summary: 'Keep the tier for points while the grace period runs; repeats get the first answer',
    body: BuyBackBody,
    response: TierCentre,
  },
  'GET /member/consents': { summary: 'Consents given and withdrawn', response: z.object({ items: z.array(Consent) }) },
  'POST /member/consents': {
    summary: 'Give or withdraw one consent',
    body: ConsentBody,
    response: z.object({ items: z.array(Consent) }),
  },
})
