/**
 * The contract: every request the server answers, by audience. The server mounts exactly these under /api,
 * the OpenAPI document is made from them, and the clients take their types from them.
 */
import { z } from 'zod'
import { Cursor, Done, Id, Limit, Month, pageOf } from './basics.js'
import { type Endpoint, endpoints } from './endpoint.js'
import { Entry, EntryDetail, EntryFilter, EntryPage, News } from './entries.js'
import { MemberCard, MemberCodes, MemberList, MemberProfile, Reveal, RevealBody } from './members.js'
import {
  AuditRow,
  Books,
  OperatorCard,
  OperatorLogin,
  OperatorSession,
  Overview,
  PasswordBody,
  RuleVersionView,
  TotpBody,
  TotpSetup,
} from './operators.js'
import {
  Bill,
  BillBody,
  BillParams,
  PosBillBody,
  PurchaseRow,
  Quote,
  QuoteQuery,
  Refund,
  RefundBody,
  Scan,
  ScanBody,
} from './purchases.js'
import { Consent, ConsentBody, EnrolBody, LoginBody, LoginReply, RefreshBody, Tokens, Whoami } from './sessions.js'
import {
  BindBody,
  Programme,
  Scene,
  StaffBody,
  StaffCard,
  StaffInvite,
  StaffRow,
  StoreBody,
  StoreRow,
  StoreView,
  TableChange,
  TableRow,
  TablesBody,
  TableView,
  TableVisit,
  Workbench,
} from './stores.js'

const page = z.object({ cursor: Cursor.optional(), limit: Limit.optional() })
const byId = z.object({ id: Id })
const byMember = z.object({ memberNo: z.string().max(20) })

const open = endpoints('public', {
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

const identity = endpoints('identity', {
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

const member = endpoints('member', {
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
  'DELETE /member/table-visit': { summary: 'Leave the table', response: Done },
  'GET /member/consents': { summary: 'Consents given and withdrawn', response: z.object({ items: z.array(Consent) }) },
  'POST /member/consents': {
    summary: 'Give or withdraw one consent',
    body: ConsentBody,
    response: z.object({ items: z.array(Consent) }),
  },
})

const staff = endpoints('staff', {
  'GET /staff/workbench': { summary: 'Role, store and today so far', response: Workbench },
  'POST /staff/scans': {
    summary: 'Recognise a scanned code; a member code is used up by this',
    body: ScanBody,
    response: Scan,
  },
  'GET /staff/quote': { summary: 'What a bill would earn', query: QuoteQuery, response: Quote },
  'POST /staff/bills': { summary: 'Record a paid bill; repeats get the first answer', body: BillBody, response: Bill },
  'GET /staff/bills': { summary: 'Bills of this store, newest first', query: page, response: pageOf(Bill) },
  'GET /staff/bills/:billNo': { summary: 'One bill', params: BillParams, response: Bill },
  'POST /staff/bills/:billNo/refunds': {
    summary: 'Refund a bill, whole or in part',
    params: BillParams,
    body: RefundBody,
    response: Refund,
  },
})

const pos = endpoints('pos', {
  'POST /pos/scans': { summary: 'Recognise a code scanned at the till', body: ScanBody, response: Scan },
  'GET /pos/quote': { summary: 'What a bill would earn', query: QuoteQuery, response: Quote },
  'POST /pos/bills': { summary: 'Record a paid bill; repeats get the first answer', body: PosBillBody, response: Bill },
  'GET /pos/bills/:billNo': { summary: 'One bill of this store', params: BillParams, response: Bill },
  'POST /pos/bills/:billNo/refunds': {
    summary: 'Refund a bill, whole or in part',
    params: BillParams,
    body: RefundBody,
    response: Refund,
  },
})

const console = endpoints('console', {
  'GET /console/me': { summary: 'The signed-in operator', response: OperatorCard },
  'POST /console/sessions/refresh': {
    audience: 'public',
    summary: 'Swap a refresh token for new tokens',
    body: RefreshBody,
    response: Tokens,
  },
  'DELETE /console/session': { summary: 'Sign out', response: Done },
  'POST /console/password': {
    summary: 'Change the own password; other sessions end',
    body: PasswordBody,
    response: Done,
  },
  'POST /console/totp': { summary: 'Begin two-step sign-in: a secret to scan', response: TotpSetup },
  'PUT /console/totp': {
    summary: 'Turn two-step sign-in on with a first code',
    body: TotpBody,
    response: OperatorCard,
  },
  'DELETE /console/totp': { summary: 'Turn two-step sign-in off', body: TotpBody, response: OperatorCard },
  'GET /console/overview': { summary: 'Figures with their definitions', response: Overview },
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
  'POST /console/members/:memberNo/reveals': {
    summary: 'The full phone number; who asked and why is kept',
    params: byMember,
    body: RevealBody,
    response: Reveal,
  },
  'GET /console/purchases': {
    summary: 'Bills of all stores',
    query: page.extend({ storeId: Id.optional(), search: z.string().max(40).optional() }),
    response: pageOf(PurchaseRow),
  },
  'GET /console/stores': { summary: 'Stores', response: z.object({ items: z.array(StoreRow) }) },
  'POST /console/stores': { summary: 'Open a store', body: StoreBody, response: StoreRow },
  'PUT /console/stores/:id': { summary: 'Change a store', params: byId, body: StoreBody, response: StoreRow },
  'GET /console/stores/:id/tables': {
    summary: 'Tables of a store',
    params: byId,
    response: z.object({ items: z.array(TableRow) }),
  },
  'POST /console/stores/:id/tables': {
    summary: 'Add tables, each with its own code',
    params: byId,
    body: TablesBody,
    response: z.object({ items: z.array(TableRow) }),
  },
  'GET /console/stores/:id/table-codes': {
    summary: 'A printable sheet of all table codes (PDF)',
    params: byId,
    binary: 'application/pdf',
  },
  'PATCH /console/tables/:id': {
    summary: 'Take a table out of use, or back',
    params: byId,
    body: TableChange,
    response: TableRow,
  },
  'POST /console/tables/:id/codes': {
    summary: 'A new code for the table; the old one ends',
    params: byId,
    response: TableRow,
  },
  'GET /console/staff': { summary: 'Staff of all stores', response: z.object({ items: z.array(StaffRow) }) },
  'POST /console/staff': { summary: 'Invite a staff member', body: StaffBody, response: StaffInvite },
  'DELETE /console/staff/:id': { summary: 'End staff access at once', params: byId, response: StaffRow },
  'GET /console/rules': {
    summary: 'Versions of the earning rule',
    response: z.object({ items: z.array(RuleVersionView) }),
  },
  'GET /console/books': { summary: 'Run all ledger invariants now', response: Books },
  'GET /console/audit': { summary: 'Who did what', query: page, response: pageOf(AuditRow) },
})

export const api = { ...open, ...identity, ...member, ...staff, ...pos, ...console } satisfies Record<string, Endpoint>
export type Api = typeof api
export type Route = keyof Api
