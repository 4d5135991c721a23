/** Which role may call which console route, and where each role starts. One table, no exceptions elsewhere. */
import type { Route } from '@huitou/shared/api'
import type { OperatorRole } from '@huitou/shared/operators'

/** Routes of operators who are signed in; the two that sign in are open to everybody. */
export type ConsoleRoute = Exclude<
  Extract<Route, `${string} /console/${string}`>,
  'POST /console/sessions' | 'POST /console/sessions/refresh'
>

const EVERYBODY: readonly OperatorRole[] = [
  'ADMIN',
  'MARKETER',
  'STORE_MANAGER',
  'FINANCE',
  'RISK',
  'SUPPORT',
  'AUDITOR',
]
/** Answering a guest or calling one back takes the whole number; counting and planning do not. */
const REVEALS: readonly OperatorRole[] = ['ADMIN', 'SUPPORT', 'STORE_MANAGER']
/** A table's code is as good as sitting there, so fewer see tables than stores. */
const SEES_TABLES: readonly OperatorRole[] = ['ADMIN', 'MARKETER', 'STORE_MANAGER', 'AUDITOR']
/** A store manager who is bound to a store meets only that one: see scope.rules.ts. */
const RUNS_STORES: readonly OperatorRole[] = ['ADMIN', 'STORE_MANAGER']
const SEES_STAFF: readonly OperatorRole[] = ['ADMIN', 'STORE_MANAGER', 'AUDITOR']
const SEES_BOOKS: readonly OperatorRole[] = ['ADMIN', 'FINANCE', 'RISK', 'AUDITOR']
/** Who asks is never who decides: that is held by the adjustments themselves, for those who may do both. */
const ASKS_ADJUSTMENTS: readonly OperatorRole[] = ['ADMIN', 'STORE_MANAGER', 'FINANCE', 'SUPPORT']
const DECIDES_ADJUSTMENTS: readonly OperatorRole[] = ['ADMIN', 'FINANCE']
const SEES_ADJUSTMENTS: readonly OperatorRole[] = [...ASKS_ADJUSTMENTS, 'RISK', 'AUDITOR']
const RUNS_OPERATORS: readonly OperatorRole[] = ['ADMIN']
const SEES_AUDIT: readonly OperatorRole[] = ['ADMIN', 'RISK', 'AUDITOR']
/** Rules are marketing's; everybody may see them and try them out. */
const MAKES_RULES: readonly OperatorRole[] = ['ADMIN', 'MARKETER']

/** What points cost is reckoned by marketing and answered for by finance. */
const SEES_COST: readonly OperatorRole[] = ['ADMIN', 'MARKETER', 'FINANCE']
const CHANGES_COST: readonly OperatorRole[] = ['ADMIN', 'FINANCE']

/** Who stands on which rung is no secret; what the rungs ask for is a promise to every guest. */
const CHANGES_TIERS: readonly OperatorRole[] = ['ADMIN', 'MARKETER']

/** Who may speak to all members at once, and in what words. */
const SPEAKS: readonly OperatorRole[] = ['ADMIN', 'MARKETER']

/** Rewards are marketing's; everybody may see what is on the shelf and how it goes. */
const MAKES_REWARDS: readonly OperatorRole[] = ['ADMIN', 'MARKETER']

/** How much a waiter may take and undo alone is a question of risk. */
const CHANGES_VERIFICATION: readonly OperatorRole[] = ['ADMIN', 'RISK']

/** A whole address is for whoever packs or answers about a parcel. */
const SENDS_GOODS: readonly OperatorRole[] = ['ADMIN', 'MARKETER', 'SUPPORT']

/** Coupons are marketing's; everybody may see what is out and what a guest holds it against. */
const MAKES_COUPONS: readonly OperatorRole[] = ['ADMIN', 'MARKETER']

export const RIGHTS: Record<ConsoleRoute, readonly OperatorRole[]> = {
  'GET /console/me': EVERYBODY,
  'DELETE /console/session': EVERYBODY,
  'POST /console/password': EVERYBODY,
  'POST /console/totp': EVERYBODY,
  'PUT /console/totp': EVERYBODY,
  'DELETE /console/totp': EVERYBODY,
  'GET /console/overview': EVERYBODY,
  'GET /console/members': EVERYBODY,
  'GET /console/members/:memberNo': EVERYBODY,
  'GET /console/members/:memberNo/entries': EVERYBODY,
  'GET /console/members/:memberNo/entries/:entryNo': EVERYBODY,
  'GET /console/members/:memberNo/balances': EVERYBODY,
  'GET /console/members/:memberNo/statements/:month': EVERYBODY,
  'GET /console/members/:memberNo/statements/:month/csv': EVERYBODY,
  'GET /console/entries/:entryNo': EVERYBODY,
  'POST /console/members/:memberNo/reveals': REVEALS,
  'GET /console/members/:memberNo/tier': EVERYBODY,
  'GET /console/tiers': EVERYBODY,
  'POST /console/tiers/previews': CHANGES_TIERS,
  'POST /console/tiers/versions': CHANGES_TIERS,
  'GET /console/purchases': EVERYBODY,
  'GET /console/stores': EVERYBODY,
  'POST /console/stores': RUNS_STORES,
  'PUT /console/stores/:id': RUNS_STORES,
  'GET /console/stores/:id/tables': SEES_TABLES,
  'POST /console/stores/:id/tables': RUNS_STORES,
  'GET /console/stores/:id/table-codes': RUNS_STORES,
  'PATCH /console/tables/:id': RUNS_STORES,
  'POST /console/tables/:id/codes': RUNS_STORES,
  'GET /console/staff': SEES_STAFF,
  'POST /console/staff': RUNS_STORES,
  'DELETE /console/staff/:id': RUNS_STORES,
  'GET /console/stores/:id/pos-keys': RUNS_STORES,
  'POST /console/stores/:id/pos-keys': RUNS_STORES,
  'DELETE /console/pos-keys/:id': RUNS_STORES,
  'GET /console/adjustments': SEES_ADJUSTMENTS,
  'POST /console/adjustments': ASKS_ADJUSTMENTS,
  'POST /console/adjustments/:id/decisions': DECIDES_ADJUSTMENTS,
  'PUT /console/adjustment-limits': RUNS_OPERATORS,
  'GET /console/reconciliation': SEES_BOOKS,
  'POST /console/reconciliation/:day': DECIDES_ADJUSTMENTS,
  'POST /console/differences/:id/resolutions': DECIDES_ADJUSTMENTS,
  'GET /console/operators': RUNS_OPERATORS,
  'POST /console/operators': RUNS_OPERATORS,
  'PUT /console/operators/:id': RUNS_OPERATORS,
  'POST /console/operators/:id/passwords': RUNS_OPERATORS,
  'DELETE /console/operators/:id/totp': RUNS_OPERATORS,
  'GET /console/earning-settings': SEES_COST,
  'POST /console/earning-settings/versions': CHANGES_COST,
  'GET /console/offset-settings': SEES_COST,
  'POST /console/offset-settings/versions': CHANGES_COST,
  'GET /console/verifications': EVERYBODY,
  'GET /console/verification-settings': EVERYBODY,
  'POST /console/verification-settings/versions': CHANGES_VERIFICATION,
  'GET /console/till-settings': EVERYBODY,
  'POST /console/till-settings/versions': RUNS_OPERATORS,
  'GET /console/members/:memberNo/awards': ASKS_ADJUSTMENTS,
  'POST /console/members/:memberNo/awards': ASKS_ADJUSTMENTS,
  'GET /console/rules': EVERYBODY,
  'GET /console/rules/:code': EVERYBODY,
  'POST /console/rules': MAKES_RULES,
  'PUT /console/rules/:code/draft': MAKES_RULES,
  'POST /console/rules/checks': EVERYBODY,
  'PUT /console/rules/:code/ticks': MAKES_RULES,
  'POST /console/rules/:code/versions': MAKES_RULES,
  'POST /console/rules/:code/pauses': MAKES_RULES,
  'POST /console/rules/:code/withdrawals': MAKES_RULES,
  'GET /console/rule-templates': EVERYBODY,
  'GET /console/rule-options': EVERYBODY,
  'POST /console/simulations': EVERYBODY,
  'POST /console/backtests': EVERYBODY,
  'GET /console/backtests/:id': EVERYBODY,
  'DELETE /console/backtests/:id': EVERYBODY,
  'GET /console/products': EVERYBODY,
  'PUT /console/products': MAKES_RULES,
  'GET /console/coupons': EVERYBODY,
  'GET /console/coupons/:code': EVERYBODY,
  'POST /console/coupons': MAKES_COUPONS,
  'POST /console/coupons/:code/versions': MAKES_COUPONS,
  'POST /console/coupon-checks': EVERYBODY,
  'POST /console/coupon-stacks': EVERYBODY,
  'GET /console/coupon-batches': EVERYBODY,
  'POST /console/coupon-batches': MAKES_COUPONS,
  'PUT /console/coupon-batches/:id/state': MAKES_COUPONS,
  'POST /console/coupon-batches/:id/issues': MAKES_COUPONS,
  'GET /console/coupon-batches/:id/reach': MAKES_COUPONS,
  'POST /console/coupon-batches/:id/tasks': MAKES_COUPONS,
  'POST /console/coupon-batches/:id/code-imports': MAKES_COUPONS,
  'GET /console/rewards': EVERYBODY,
  'GET /console/rewards/:code': EVERYBODY,
  'POST /console/rewards': MAKES_REWARDS,
  'POST /console/rewards/:code/versions': MAKES_REWARDS,
  'PUT /console/rewards/:code/state': MAKES_REWARDS,
  'POST /console/rewards/:code/stock-changes': MAKES_REWARDS,
  'GET /console/shipments': SENDS_GOODS,
  'POST /console/shipments/:id/labels': SENDS_GOODS,
  'POST /console/shipments/:id/dispatches': SENDS_GOODS,
  'GET /console/draw-pools': EVERYBODY,
  'GET /console/draw-pools/:code': EVERYBODY,
  'POST /console/draw-pools': MAKES_REWARDS,
  'POST /console/draw-pools/:code/versions': MAKES_REWARDS,
  'PUT /console/draw-pools/:code/state': MAKES_REWARDS,
  'GET /console/group-offers': EVERYBODY,
  'GET /console/group-offers/:code': EVERYBODY,
  'POST /console/group-offers': MAKES_REWARDS,
  'POST /console/group-offers/:code/versions': MAKES_REWARDS,
  'PUT /console/group-offers/:code/state': MAKES_REWARDS,
  'POST /console/images': MAKES_REWARDS,
  'POST /console/reward-checks': EVERYBODY,
  'POST /console/reward-changes': MAKES_REWARDS,
  'GET /console/reward-reach': EVERYBODY,
  'POST /console/worst-orders': SEES_COST,
  'GET /console/offline-conflicts': SEES_STAFF,
  'GET /console/books': SEES_BOOKS,
  'GET /console/audit': SEES_AUDIT,
  'GET /console/message-templates': EVERYBODY,
  'GET /console/message-templates/:kind/:channel': EVERYBODY,
  'PUT /console/message-templates': SPEAKS,
  'GET /console/sends': EVERYBODY,
  'POST /console/sends/estimates': SPEAKS,
  'POST /console/sends': SPEAKS,
  'POST /console/sends/:code/orders': SPEAKS,
  'GET /console/message-limits': EVERYBODY,
  'PUT /console/message-limits': SPEAKS,
  'GET /console/members/:memberNo/forecasts': EVERYBODY,
  'GET /console/members/:memberNo/messages': EVERYBODY,
}

/** All that is open to somebody whose password was drawn by somebody else. */
const BEFORE_OWN_PASSWORD: ReadonlySet<string> = new Set<ConsoleRoute>([
  'GET /console/me',
  'DELETE /console/session',
  'POST /console/password',
])

const LANDINGS: Record<OperatorRole, string> = {
  ADMIN: '/overview',
  MARKETER: '/overview',
  STORE_MANAGER: '/stores',
  FINANCE: '/books',
  RISK: '/purchases',
  SUPPORT: '/members',
  AUDITOR: '/audit',
}

/** Whether a role may call a route. A route or role the table does not know is closed. */
export function mayCall(role: string, route: string): boolean {
  const roles = Object.hasOwn(RIGHTS, route) ? RIGHTS[route as ConsoleRoute] : []
  return (roles as readonly string[]).includes(role)
}

/** Whether a route is open before the one-time password has been changed. */
export function opensBeforeOwnPassword(route: string): boolean {
  return BEFORE_OWN_PASSWORD.has(route)
}

/** The page a role starts on, below /console. */
export function landingOf(role: OperatorRole): string {
  return LANDINGS[role]
}
