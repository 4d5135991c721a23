/** Accounts, lots and operations of the ledger with defaults, so that a test names only what it is about. */
import type { Account, Lot } from '../server/src/ledger/book.rules.js'
import { GENESIS } from '../server/src/ledger/chain.rules.js'
import {
  type Adjust,
  type Award,
  accountId,
  type Capture,
  CURRENCY,
  type Earn,
  fixedAward,
  type Hold,
  type Json,
  LOT_STATE,
  type Release,
  type Span,
  type Spend,
  type Transfer,
  type UndoEarn,
  type UndoSpend,
} from '../server/src/ledger/operation.rules.js'
import { DAY, MINUTE } from './world-basics.js'

const HOUR = 60 * MINUTE

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
    activities: 0,
    lastActivityAt: null,
    extending: false,
    ...account,
  }
}

export const growth = (account: Partial<Account> = {}): Account =>
  points({ id: accountId(MEMBER, CURRENCY.GROWTH), currencyId: CURRENCY.GROWTH, ...account })

/** An active lot that ends in 100 days, holding what is `remaining`. */
export function lot(part: Partial<Lot> = {}): Lot {
  const { remaining = 0, held = 0, spent = 0, expired = 0, clawed = 0, moved = 0 } = part
  return {
    id: 1,
    accountId: accountId(MEMBER, CURRENCY.POINTS),
    issuerId: 1,
    cohort: 202611,
    source: 1,
    restrictionId: 0,
    availableAt: after(-DAY),
    expiresAt: after(100 * DAY),
    extendMonths: 0,
    state: LOT_STATE.ACTIVE,
    granted: remaining + held + spent + expired + clawed + moved,
    ...{ remaining, held, spent, expired, clawed, moved },
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
  }
}

/** What an earn of these builders is made of: points, growth, and where they land. */
export interface EarnParts extends Partial<Omit<Earn, 'kind'>>, Partial<Span> {
  growth?: number
  explanation?: Json
}

/** Points and as much growth, usable at once, ending in 100 days; no visit. */
export const earn = (amount: number, more: EarnParts = {}): Earn => {
  const { growth: ofGrowth = amount, explanation = {}, availableAt, expiresAt, cohort, source, ...rest } = more
  const { restrictionId = 0, extendMonths = 0, ...others } = rest
  return {
    kind: 'EARN',
    ...base(),
    spans: [
      {
        availableAt: availableAt ?? after(-DAY),
        expiresAt: expiresAt ?? after(100 * DAY),
        cohort: cohort ?? 202611,
        source: source ?? 1,
        restrictionId,
        extendMonths,
      },
    ],
    tallies: [],
    activity: false,
    award: fixedAward(amount, ofGrowth, explanation),
    ...others,
  }
}

/** The points a fixed earn of `earn` gives. */
export const worth = (of: Earn): Award => of.award({ activities: 0, lastActivityAt: null, tallies: new Map() })

export const spend = (amount: number, more: Partial<Spend> = {}): Spend => ({
  kind: 'SPEND',
  ...base(),
  explanation: {},
  points: amount,
  ...more,
})

export const undo = (reverses: number, amount: number, more: Partial<UndoEarn> = {}): UndoEarn => ({
  kind: 'UNDO_EARN',
  ...base(),
  explanation: {},
  reverses,
  points: amount,
  growth: amount,
  shortfall: 'DEBT',
  ...more,
})

/** Points set aside for an hour, without any grace. */
export const hold = (amount: number, more: Partial<Hold> = {}): Hold => ({
  kind: 'HOLD',
  ...base(),
  explanation: {},
  points: amount,
  expiresAt: after(HOUR),
  graceDays: 0,
  ...more,
})

export const capture = (of: number, amount: number, more: Partial<Capture> = {}): Capture => ({
  kind: 'CAPTURE',
  ...base(),
  explanation: {},
  hold: of,
  points: amount,
  ...more,
})

export const release = (of: number, more: Partial<Release> = {}): Release => ({
  kind: 'RELEASE',
  ...base(),
  explanation: {},
  hold: of,
  ...more,
})

export const undoSpend = (reverses: number, amount: number, more: Partial<UndoSpend> = {}): UndoSpend => ({
  kind: 'UNDO_SPEND',
  ...base(),
  explanation: {},
  reverses,
  points: amount,
  graceDays: 0,
  ...more,
})

/** A correction; above zero it lands where `earn` does. */
export const adjust = (amount: number, more: Partial<Adjust> = {}): Adjust => ({
  kind: 'ADJUST',
  ...base(),
  explanation: {},
  points: amount,
  approvalId: null,
  span: amount > 0 ? (earn(0).spans[0] ?? null) : null,
  shortfall: 'BLOCK',
  ...more,
})

export const transfer = (toMemberId: number, amount: number, more: Partial<Transfer> = {}): Transfer => ({
  kind: 'TRANSFER',
  ...base(),
  explanation: {},
  toMemberId,
  points: amount,
  ...more,
})
