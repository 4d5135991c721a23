/** Accounts, lots and operations of the ledger with defaults, so that a test names only what it is about. */
import { GENESIS } from '../server/src/ledger/chain.rules.js'
import {
  type Account,
  accountId,
  CURRENCY,
  type Earn,
  LOT_STATE,
  type Lot,
  type Spend,
  type UndoEarn,
} from '../server/src/ledger/operation.rules.js'
import { DAY } from './world-basics.js'

export const MEMBER = 16_000
export const NOW = new Date('2026-11-23T04:30:00.000Z')
export const NEVER_DUE = new Date('9999-12-31T00:00:00.000Z')
/** An instant some milliseconds from `NOW`. */
export const after = (ms: number): Date => new Date(NOW.getTime() + ms)

export function points(account: Partial<Account> = {}): Account {
  return {
    id: accountId(MEMBER, CURRENCY.POINTS),
    currencyId: CURRENCY.POINTS,
    ownerId: MEMBER,
    pending: 0,
    available: 0,
    held: 0,
    debt: 0,
    version: 0,
    headHash: GENESIS,
    nextEventAt: NEVER_DUE,
    frozen: false,
    ...account,
  }
}

export const growth = (account: Partial<Account> = {}): Account =>
  points({ id: accountId(MEMBER, CURRENCY.GROWTH), currencyId: CURRENCY.GROWTH, ...account })

/** An active lot that ends in 100 days, holding what is `remaining`. */
export function lot(part: Partial<Lot> = {}): Lot {
  const { remaining = 0, held = 0, spent = 0, expired = 0, clawed = 0 } = part
  return {
    id: 1,
    accountId: accountId(MEMBER, CURRENCY.POINTS),
    issuerId: 1,
    cohort: 202611,
    source: 1,
    restrictionId: 0,
    availableAt: after(-DAY),
    expiresAt: after(100 * DAY),
    state: LOT_STATE.ACTIVE,
    granted: remaining + held + spent + expired + clawed,
    ...{ remaining, held, spent, expired, clawed },
    ...part,
  }
}

let keys = 0
const base = () => {
  keys += 1
  return {
    key: `k${keys}`,
    body: '1',
    memberId: MEMBER,
    brandId: 1,
    storeId: null,
    operatorId: null,
    biz: { type: 0, id: '0' },
    occurredAt: NOW,
    explanation: {},
  }
}

/** Points and as much growth, usable at once, ending in 100 days. */
export const earn = (amount: number, more: Partial<Earn> = {}): Earn => ({
  kind: 'EARN',
  ...base(),
  points: amount,
  growth: amount,
  availableAt: after(-DAY),
  expiresAt: after(100 * DAY),
  cohort: 202611,
  source: 1,
  ...more,
})

export const spend = (amount: number, more: Partial<Spend> = {}): Spend => ({
  kind: 'SPEND',
  ...base(),
  points: amount,
  ...more,
})

export const undo = (reverses: number, amount: number, more: Partial<UndoEarn> = {}): UndoEarn => ({
  kind: 'UNDO_EARN',
  ...base(),
  reverses,
  points: amount,
  growth: amount,
  shortfall: 'DEBT',
  ...more,
})
