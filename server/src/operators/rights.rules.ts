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
/** A store manager changes every store for now: operators are not tied to a store yet. */
const RUNS_STORES: readonly OperatorRole[] = ['ADMIN', 'STORE_MANAGER']
const SEES_STAFF: readonly OperatorRole[] = ['ADMIN', 'STORE_MANAGER', 'AUDITOR']
const SEES_BOOKS: readonly OperatorRole[] = ['ADMIN', 'FINANCE', 'RISK', 'AUDITOR']
const SEES_AUDIT: readonly OperatorRole[] = ['ADMIN', 'RISK', 'AUDITOR']

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
  'POST /console/members/:memberNo/reveals': REVEALS,
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
  'GET /console/rules': EVERYBODY,
  'GET /console/books': SEES_BOOKS,
  'GET /console/audit': SEES_AUDIT,
}

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

/** The page a role starts on, below /console. */
export function landingOf(role: OperatorRole): string {
  return LANDINGS[role]
}
