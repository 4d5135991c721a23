/**
 * The contract: every request the server answers, by audience. The server mounts exactly these under /api,
 * the OpenAPI document is made from them, and the clients take their types from them.
 */
import { z } from 'zod'
import {
  Adjustment,
  AdjustmentBody,
  AdjustmentLimits,
  AdjustmentList,
  AdjustmentQuery,
  DecisionBody,
} from './adjustments.js'
import { Cursor, Done, Id, Instant, Limit, Month, pageOf } from './basics.js'
import { type Endpoint, endpoints } from './endpoint.js'
import { Entry, EntryDetail, EntryFilter, EntryPage, FoundEntry, News } from './entries.js'
import {
  MemberCard,
  MemberCodes,
  MemberList,
  MemberProfile,
  Profile,
  ProfileBody,
  Reveal,
  RevealBody,
} from './members.js'
import { MonthStatement, PastBalances } from './month-statements.js'
import {
  AuditRow,
  Books,
  OperatorBody,
  OperatorCard,
  OperatorChange,
  OperatorInvite,
  OperatorLogin,
  OperatorRow,
  OperatorSession,
  Overview,
  PasswordBody,
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
import {
  CheckBody,
  DraftBody,
  NewRuleBody,
  PauseBody,
  ProductList,
  ProductsBody,
  PublishBody,
  RuleChecked,
  RuleDetail,
  RuleOptions,
  RuleSummary,
  RuleTemplate,
  TicksBody,
} from './rule-desk.js'
import { RuleCode } from './rules.js'
import { Consent, ConsentBody, EnrolBody, LoginBody, LoginReply, RefreshBody, Tokens, Whoami } from './sessions.js'
import { Backtest, BacktestBody, Simulation, SimulationBody } from './simulations.js'
import {
  BindBody,
  PosKeyBody,
  PosKeyIssued,
  PosKeyRow,
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
import {
  BuyBackBody,
  ConsoleTiers,
  LadderBody,
  LadderPreview,
  LadderPreviewBody,
  MemberTier,
  TierCentre,
} from './tiers.js'

const page = z.object({ cursor: Cursor.optional(), limit: Limit.optional() })
const byId = z.object({ id: Id })
const byMember = z.object({ memberNo: z.string().max(20) })
const byMonth = z.object({ month: Month })
const byRule = z.object({ code: RuleCode })

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
  'GET /console/tiers': { summary: 'The ladder, heads, movement, cost and versions', response: ConsoleTiers },
  'POST /console/tiers/previews': {
    summary: 'Who would rise and fall under another ladder; nothing is saved',
    body: LadderPreviewBody,
    response: LadderPreview,
  },
  'POST /console/tiers/versions': {
    summary: 'Publish a ladder; repeats get the first answer',
    body: LadderBody,
    response: ConsoleTiers,
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
  'GET /console/stores/:id/pos-keys': {
    summary: 'Keys of the tills of a store: live ones first, never the keys themselves',
    params: byId,
    response: z.object({ items: z.array(PosKeyRow), limit: z.int() }),
  },
  'POST /console/stores/:id/pos-keys': {
    summary: 'Issue a key for a till; it is shown this once',
    params: byId,
    body: PosKeyBody,
    response: PosKeyIssued,
  },
  'DELETE /console/pos-keys/:id': { summary: 'End a till key at once', params: byId, response: PosKeyRow },
  'GET /console/staff': { summary: 'Staff of all stores', response: z.object({ items: z.array(StaffRow) }) },
  'POST /console/staff': { summary: 'Invite a staff member', body: StaffBody, response: StaffInvite },
  'DELETE /console/staff/:id': { summary: 'End staff access at once', params: byId, response: StaffRow },
  'GET /console/rules': { summary: 'Earning rules', response: z.object({ items: z.array(RuleSummary) }) },
  'GET /console/rules/:code': {
    summary: 'One rule: draft, versions, examples',
    params: byRule,
    response: RuleDetail,
  },
  'POST /console/rules': { summary: 'A new rule, as a draft', body: NewRuleBody, response: RuleDetail },
  'PUT /console/rules/:code/draft': {
    summary: 'Save the draft on top of the revision it was made from',
    params: byRule,
    body: DraftBody,
    response: RuleDetail,
  },
  'POST /console/rules/checks': {
    summary: 'Sentence, lint and examples of a definition; nothing is saved',
    body: CheckBody,
    response: RuleChecked,
  },
  'PUT /console/rules/:code/ticks': {
    summary: 'What the marketer says about examples of the draft',
    params: byRule,
    body: TicksBody,
    response: RuleDetail,
  },
  'POST /console/rules/:code/versions': {
    summary: 'Publish the draft, at once or from a moment on',
    params: byRule,
    body: PublishBody,
    response: RuleDetail,
  },
  'POST /console/rules/:code/pauses': {
    summary: 'Stop a rule at once, or let it go on',
    params: byRule,
    body: PauseBody,
    response: RuleDetail,
  },
  'GET /console/rule-templates': {
    summary: 'Rules to begin with',
    response: z.object({ items: z.array(RuleTemplate) }),
  },
  'GET /console/rule-options': { summary: 'What the blocks of a rule may choose from', response: RuleOptions },
  'POST /console/simulations': {
    summary: 'One case under the live rules and under proposed ones; nothing is written',
    body: SimulationBody,
    response: Simulation,
  },
  'POST /console/backtests': {
    summary: 'Replay past purchases under proposed rules; it runs on and is looked at by its id',
    body: BacktestBody,
    response: Backtest,
  },
  'GET /console/backtests/:id': { summary: 'How far a backtest is, and its report', params: byId, response: Backtest },
  'DELETE /console/backtests/:id': { summary: 'Cancel a backtest', params: byId, response: Backtest },
  'GET /console/products': {
    summary: 'Dishes and their categories, by name',
    query: page.extend({ search: z.string().trim().max(40).optional() }),
    response: ProductList,
  },
  'PUT /console/products': { summary: 'Put dishes into categories', body: ProductsBody, response: Done },
  'GET /console/books': { summary: 'Run all ledger invariants now', response: Books },
  'GET /console/adjustments': {
    summary: 'Corrections by hand, the newest first; a store manager of one store sees its own',
    query: AdjustmentQuery,
    response: AdjustmentList,
  },
  'POST /console/adjustments': {
    summary: 'Ask for a correction; within the limits it is made at once',
    body: AdjustmentBody,
    response: Adjustment,
  },
  'POST /console/adjustments/:id/decisions': {
    summary: 'Approve or decline a correction somebody else asked for',
    params: byId,
    body: DecisionBody,
    response: Adjustment,
  },
  'PUT /console/adjustment-limits': {
    summary: 'What a maker may do alone',
    body: AdjustmentLimits,
    response: AdjustmentLimits,
  },
  'GET /console/operators': { summary: 'Operators', response: z.object({ items: z.array(OperatorRow) }) },
  'POST /console/operators': {
    summary: 'Make an operator with a one-time password',
    body: OperatorBody,
    response: OperatorInvite,
  },
  'PUT /console/operators/:id': {
    summary: 'Change name, role and store, or end access at once',
    params: byId,
    body: OperatorChange,
    response: OperatorRow,
  },
  'POST /console/operators/:id/passwords': {
    summary: 'A new one-time password; the old one and all sessions end',
    params: byId,
    response: OperatorInvite,
  },
  'DELETE /console/operators/:id/totp': {
    summary: 'Turn two-step sign-in off for somebody who lost the authenticator',
    params: byId,
    response: OperatorRow,
  },
  'GET /console/audit': { summary: 'Who did what', query: page, response: pageOf(AuditRow) },
})

export const api = { ...open, ...identity, ...member, ...staff, ...pos, ...console } satisfies Record<string, Endpoint>
export type Api = typeof api
export type Route = keyof Api
