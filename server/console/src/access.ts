/**
 * Which roles see a page and may change what is on it. The server decides for itself on every call;
 * this only keeps people from doors that would not open.
 */
import type { ReplyOf } from '@huitou/shared/client'

export type Operator = ReplyOf<'GET /console/me'>
export type OperatorRole = Operator['role']
export type PageName =
  | 'overview'
  | 'members'
  | 'purchases'
  | 'stores'
  | 'staff'
  | 'rules'
  | 'simulator'
  | 'products'
  | 'tiers'
  | 'coupons'
  | 'rewards'
  | 'draws'
  | 'group-offers'
  | 'verifications'
  | 'shipments'
  | 'payment-settings'
  | 'books'
  | 'reconciliation'
  | 'adjustments'
  | 'sends'
  | 'message-templates'
  | 'message-limits'
  | 'operators'
  | 'audit'
  | 'settings'

export const operatorRoles: readonly OperatorRole[] = [
  'ADMIN',
  'MARKETER',
  'STORE_MANAGER',
  'FINANCE',
  'RISK',
  'SUPPORT',
  'AUDITOR',
]

const readers: Record<PageName, readonly OperatorRole[]> = {
  overview: operatorRoles,
  members: operatorRoles,
  purchases: operatorRoles,
  stores: ['ADMIN', 'MARKETER', 'STORE_MANAGER', 'AUDITOR'],
  staff: ['ADMIN', 'STORE_MANAGER', 'AUDITOR'],
  rules: operatorRoles,
  simulator: operatorRoles,
  products: operatorRoles,
  tiers: operatorRoles,
  coupons: operatorRoles,
  rewards: operatorRoles,
  draws: operatorRoles,
  'group-offers': operatorRoles,
  verifications: operatorRoles,
  shipments: ['ADMIN', 'MARKETER', 'SUPPORT'],
  'payment-settings': operatorRoles,
  adjustments: ['ADMIN', 'STORE_MANAGER', 'FINANCE', 'SUPPORT', 'RISK', 'AUDITOR'],
  sends: operatorRoles,
  'message-templates': operatorRoles,
  'message-limits': operatorRoles,
  operators: ['ADMIN'],
  books: ['ADMIN', 'FINANCE', 'RISK', 'AUDITOR'],
  reconciliation: ['ADMIN', 'FINANCE', 'RISK', 'AUDITOR'],
  audit: ['ADMIN', 'RISK', 'AUDITOR'],
  settings: operatorRoles,
}

export function maySee(role: OperatorRole, page: PageName): boolean {
  return readers[page].includes(role)
}

/** Whoever runs the programme or answers for its risk bounds what staff may take. */
export function mayChangeVerification(role: OperatorRole): boolean {
  return role === 'ADMIN' || role === 'RISK'
}

export function mayRunOperators(role: OperatorRole): boolean {
  return role === 'ADMIN'
}

/** Stores, tables and staff are changed by those who run them. */
export function mayChangeStores(role: OperatorRole): boolean {
  return role === 'ADMIN' || role === 'STORE_MANAGER'
}

/** Rules and the categories they stand on are marketing's; everybody may read them and try them out. */
export function mayChangeRules(role: OperatorRole): boolean {
  return role === 'ADMIN' || role === 'MARKETER'
}

/** Who may speak to all members at once, and in what words; everybody may look. */
export function mayChangeMessages(role: OperatorRole): boolean {
  return role === 'ADMIN' || role === 'MARKETER'
}

/** Whoever talks with guests or keeps the books may ask for a correction. */
export function mayAskAdjustments(role: OperatorRole): boolean {
  return role === 'ADMIN' || role === 'STORE_MANAGER' || role === 'FINANCE' || role === 'SUPPORT'
}

/** Whoever answers for money compares again, and explains what may differ. */
export function mayResolvePayments(role: OperatorRole): boolean {
  return role === 'ADMIN' || role === 'FINANCE'
}

/** What points cost is reckoned by marketing and answered for by finance. */
export function maySeeCost(role: OperatorRole): boolean {
  return role === 'ADMIN' || role === 'MARKETER' || role === 'FINANCE'
}

export function mayChangeCost(role: OperatorRole): boolean {
  return role === 'ADMIN' || role === 'FINANCE'
}

export function maySetLimits(role: OperatorRole): boolean {
  return role === 'ADMIN'
}

/** A full phone number is for those who answer a guest or call one back. */
export function mayReveal(role: OperatorRole): boolean {
  return role === 'ADMIN' || role === 'SUPPORT' || role === 'STORE_MANAGER'
}

/** Where this operator starts: the server's wish when there is such a page, else the first page of the role. */
export function landingOf(operator: Operator): string {
  const wish = operator.landing.replace(/^\/+/, '')
  const page = (Object.keys(readers) as PageName[]).find(name => name === wish.split(/[/?]/)[0])
  return page && maySee(operator.role, page) ? `/${wish}` : '/overview'
}
