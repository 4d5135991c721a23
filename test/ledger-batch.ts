/** A batch over rows in memory, to decide operations one by one: Ana's accounts and Bo's, and what was read of them. */
import { decideOne, type Result } from '../server/src/ledger/batch.rules.js'
import type { Account, HoldRow, Lot } from '../server/src/ledger/book.rules.js'
import type { Reversible } from '../server/src/ledger/decide-earn.rules.js'
import type { Batch } from '../server/src/ledger/deciding.rules.js'
import { Draft } from '../server/src/ledger/draft.rules.js'
import { KIND, type Operation, type Posted } from '../server/src/ledger/operation.rules.js'
import * as make from './ledger-builders.js'

export const ANA = make.MEMBER
export const BO = make.MEMBER + 16

export interface Lunch {
  ana?: Partial<Account>
  bo?: Partial<Account>
  lots?: Lot[]
  boLots?: Lot[]
  /** Whether all of their lots were read. */
  whole?: boolean
  /** Ana's open holds, where they were read. */
  holds?: HoldRow[]
}

/** New ids count from 1001. */
export function lunch({ ana, bo, lots = [], boLots = [], whole = true, holds }: Lunch = {}) {
  const accounts = [
    make.points(ana),
    make.growth({ available: 500 }),
    make.points({ id: BO + 1, ownerId: BO, ...bo }),
    make.growth({ id: BO + 2, ownerId: BO }),
  ]
  const byId = (all: Lot[]) => new Map(all.map(one => [one.id, one]))
  const draft = new Draft(
    new Map(accounts.map(one => [one.id, one])),
    new Map([
      [ANA + 1, byId(lots)],
      [BO + 1, byId(boLots)],
    ]),
  )
  if (whole) for (const { id } of accounts) draft.whole.add(id)
  if (holds) draft.heldKnown.add(ANA + 1)
  for (const one of holds ?? []) draft.holds.set(one.id, one)
  let id = 1000
  const newId = () => {
    id += 1
    return id
  }
  const batch: Batch = { draft, known: new Map(), reversibles: new Map(), now: make.NOW, newId }
  const submit = (operation: Operation): Result => decideOne(batch, operation, [])
  const posted = (operation: Operation): Posted => {
    const result = submit(operation)
    if (result.status !== 'POSTED') throw new Error(JSON.stringify(result))
    return result.posted
  }
  const kinds = () => draft.journals.map(({ kind }) => kind)
  return { batch, draft, submit, posted, kinds, ana: accounts[0]!, bo: accounts[2]! }
}

/** An earn of Ana's that may still be undone. */
export const earned = (points: number, more: Partial<Reversible> = {}): Reversible => ({
  kind: KIND.EARN,
  memberId: ANA,
  gave: { points, growth: points },
  points,
  growth: points,
  lots: [{ lotId: 1, amount: points }],
  ...more,
})
