import { expect, test } from '@jest/globals'
import { MemoryLedger } from '../../../test/stress/memory-ledger.js'
import { answerOf, type Order, operationOf } from '../../../test/stress/orders.js'
import { Pencil } from '../../../test/stress/pencil.js'
import { MAKERS } from '../../../test/stress/sequence-commands.js'
import { DAY } from '../../../test/world-basics.js'
import { type Past, settleUntil } from './as-of.rules.js'
import { ChainReplay } from './chain-verify.rules.js'
import { LOT_STATE } from './operation.rules.js'

// The rules against the clerk's pencil, without a database: few enough orders to run in a moment, enough of them that a
// rule cannot be changed without somebody noticing. `test/stress/ledger-sequences.test.ts` does the same over real rows.
const MEMBERS = [16_000, 16_016, 16_032]
const START = Date.parse('2026-11-23T04:30:00.000Z')

/** A whole number from 0 to below `n`; mulberry32. */
function randomOf(seed: number): (n: number) => number {
  let state = seed
  return n => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) % n
  }
}

class Story {
  readonly ledger = new MemoryLedger(new Date(START))
  readonly pencil = new Pencil()
  readonly known = { prefix: 's:', members: MEMBERS, pencil: this.pencil, sent: [] as Order[], now: START }
  private readonly journals = new Map<string, number>()

  constructor(readonly random: (n: number) => number) {
    for (const member of MEMBERS) this.ledger.member(member)
  }

  step(): void {
    this.act()
    if (this.random(4) === 0) this.advance()
  }

  act(): void {
    const { random, known } = this
    const makers = Object.values(MAKERS)
    const order = makers[random(makers.length)]!({ pick: random(9999), points: random(61), more: random(9999) }, known)
    if (order) this.send(order)
  }

  send(order: Order): void {
    const { known } = this
    const operation = operationOf(order, new Date(known.now), key => this.journals.get(key) ?? 1)
    const { journalId, ...told } = answerOf(this.ledger.submit(operation))
    expect([order, told]).toEqual([order, this.pencil.apply(order, known.now)])
    if (told.status === 'POSTED' && journalId) this.journals.set(order.key, journalId)
    if (!known.sent.includes(order)) known.sent.push(order)
    this.compare(order.member)
  }

  advance(): void {
    const boundary = Math.ceil((this.known.now + 1) / DAY) * DAY
    this.known.now = [this.known.now + 1, boundary - 1, boundary, boundary + this.random(3 * DAY)][this.random(4)]!
    this.ledger.now = new Date(this.known.now)
    if (this.random(3) === 0) this.ledger.settle()
  }

  compare(member: number): void {
    const { pending, available, held, debt, activities: visits, nextEventAt } = this.ledger.points(member)
    if (+nextEventAt <= this.known.now) return
    const found = { pending, available, held, debt, growth: this.ledger.growth(member), visits }
    expect(found).toEqual(this.pencil.balances(member, this.known.now))
    expect(this.lots(member)).toEqual(this.pencilLots(member, this.known.now))
  }

  lots(member: number) {
    const full = this.ledger.lots(member).filter(lot => lot.remaining > 0 || lot.held > 0)
    return full
      .map(lot =>
        [+lot.expiresAt, +lot.availableAt, lot.restrictionId, lot.extendMonths, lot.remaining, lot.held].join(),
      )
      .sort()
  }

  pencilLots(member: number, now: number) {
    const full = this.pencil.member(member, now).lots.filter(lot => lot.left > 0 || lot.held > 0)
    return full.map(lot => [lot.to, lot.from, lot.restriction, lot.extendMonths, lot.left, lot.held].join()).sort()
  }

  /** The member as facts would rebuild him at this moment. */
  past(member: number): Past {
    const { pending, available, held, debt } = this.ledger.points(member)
    const flows = { earned: 0, used: 0, returned: 0, expired: 0, takenBack: 0, adjusted: 0, transferred: 0 }
    const lots = this.ledger.lots(member).map(lot => ({ ...lot, pending: lot.state === LOT_STATE.PENDING }))
    const open = this.ledger.holds(member).filter(hold => hold.captured + hold.released < hold.amount)
    const holds = open.map(({ id, expiresAt, graceDays, lots: from }) => ({
      id,
      expiresAt,
      graceDays,
      left: new Map(from.map(({ lotId, amount }) => [lotId, amount])),
    }))
    return { pending, available, held, debt, flows, lots, holds }
  }
}

const SEEDS = Array.from({ length: 8 }, (_, seed) => seed + 1)

test.each(SEEDS)('a story of 150 orders ends where the pencil does (seed %i)', seed => {
  const story = new Story(randomOf(seed))
  for (let step = 0; step < 150; step += 1) story.step()
  story.ledger.settle()
  for (const member of MEMBERS) story.compare(member)
})

test.each(SEEDS.slice(0, 4))('what a story leaves can be told for any later moment (seed %i)', seed => {
  const story = new Story(randomOf(seed + 100))
  for (let step = 0; step < 60; step += 1) story.step()
  // So that something waits, and something is set aside, when it is told.
  for (let act = 0; act < 40; act += 1) story.act()
  const pasts = MEMBERS.map(member => story.past(member))
  for (const hours of [1, 20, 30, 50, 90, 24 * 30]) {
    const at = story.known.now + hours * 3_600_000
    for (const [index, member] of MEMBERS.entries()) {
      const past = pasts[index]!
      settleUntil(past, new Date(at))
      const { pending, available, held, debt } = story.pencil.balances(member, at)
      expect([past.pending, past.available, past.held, past.debt]).toEqual([pending, available, held, debt])
    }
  }
})

test.each(SEEDS.slice(0, 2))('every chain of a story leads from its beginning to its head (seed %i)', seed => {
  const story = new Story(randomOf(seed + 200))
  for (let step = 0; step < 80; step += 1) story.step()
  const { draft } = story.ledger
  const found: unknown[] = []
  const replay = new ChainReplay(finding => found.push(finding))
  const rows = draft.postings.filter(posting => posting.version !== null)
  for (const row of rows.sort((a, b) => a.accountId - b.accountId || a.version! - b.version!)) {
    const account = draft.accounts.get(row.accountId)!
    replay.take({
      journal_id: row.journalId,
      seq: row.seq,
      account_id: row.accountId,
      currency_id: row.currencyId,
      bucket: row.bucket,
      amount: row.amount,
      version: row.version!,
      balance_after: row.balanceAfter!,
      hash: row.hash!,
      last_version: account.version,
      head_hash: account.headHash,
    })
  }
  replay.end()
  expect(found).toEqual([])
  expect([replay.accounts > 2, replay.postings]).toEqual([true, rows.length])
})
