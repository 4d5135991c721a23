import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { BalanceReader } from '../../server/src/ledger/balances.service.js'
import type { Result } from '../../server/src/ledger/batch.rules.js'
import { Ledger } from '../../server/src/ledger/ledger.service.js'
import type { Operation } from '../../server/src/ledger/operation.rules.js'
import { Sweeper } from '../../server/src/ledger/sweeper.service.js'
import { Statements } from '../../server/src/statements/statements.service.js'
import * as make from '../ledger-builders.js'
import { openWorld, type World } from '../world.js'
import { DAY } from '../world-basics.js'
import { LedgerModel, type Told } from './ledger-model.js'

// Goal: whatever mixture of operations arrives in whatever batches, the ledger ends where a clerk with a pencil does.
// Method: two crowds of members, each with waves of operations of its own, so that batches run side by side while the
// order on each member stays known; a sweeper passes by, and the clock jumps between waves, often to the millisecond at
// which a lot begins or ends. STORM_SEED repeats a run.
const SEED = Number(process.env.STORM_SEED ?? 92_136)
const WAVES = 30
const CROWD = 5

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

/** An operation, and the key of the earn it undoes. */
interface Sent {
  operation: Operation
  undone: string
}

let state = SEED
/** A whole number from 0 to below `n`; mulberry32. */
function random(n: number): number {
  state = (state + 0x6d2b79f5) | 0
  let t = Math.imul(state ^ (state >>> 15), state | 1)
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
  return ((t ^ (t >>> 14)) >>> 0) % n
}
const pick = <T>(from: readonly T[]): T => from[random(from.length)]!

const told = (result: Result): Told => {
  if (result.status === 'POSTED') {
    return { status: 'POSTED', taken: result.posted.taken, short: result.posted.short }
  }
  if (result.status === 'REFUSED') return { status: 'REFUSED', outcome: result.outcome }
  if (result.status === 'UNKNOWN_MEMBER') throw new Error('a member of the storm is unknown')
  return { status: result.status }
}

/** One crowd of members and what was sent for them. */
class Crowd {
  readonly sent: Sent[] = []
  /** Journals of posted earns, by key. */
  readonly journals = new Map<string, { id: number; memberId: number; points: number }>()

  constructor(
    readonly members: number[],
    readonly model: LedgerModel,
  ) {}

  wave(size: number): Sent[] {
    const wave = Array.from({ length: size }, () =>
      this.sent.length > 5 && random(8) === 0 ? this.again() : this.fresh(),
    )
    this.sent.push(...wave)
    return wave
  }

  /** What was sent before, as it was or with its key on another body. */
  private again(): Sent {
    const { operation, undone } = pick(this.sent)
    return { undone, operation: random(3) > 0 ? operation : { ...operation, body: 'another' } }
  }

  private fresh(): Sent {
    const now = world.clock.now()
    const about = { memberId: pick(this.members), brandId: 1, occurredAt: now }
    const dice = random(10)
    if (dice < 4) return { operation: this.earn(about), undone: '' }
    const points = random(60)
    if (dice < 7) {
      const explanation = { kind: 'SPEND', what: { zh: '兑换', en: 'a reward' }, points }
      return { operation: make.spend(points, { ...about, explanation }), undone: '' }
    }
    const [undone, journal] = pick([...this.journals, ['', { id: 1, memberId: about.memberId, points: 1 }]] as const)
    // Half of the time all of it, so that lots are emptied, pending ones too.
    const back = random(2) === 0 ? journal.points : points
    const memberId = random(20) === 0 ? about.memberId : journal.memberId
    const shortfall = pick(['DEBT', 'DEBT', 'WAIVE', 'BLOCK'] as const)
    const explanation = {
      kind: 'REFUND',
      rate: { points: 1, fen: 100 },
      refundFen: back,
      keptFen: 0,
      before: back,
      after: 0,
    }
    const growth = random(4) === 0 ? random(60) : back
    return { operation: make.undo(journal.id, back, { ...about, memberId, growth, shortfall, explanation }), undone }
  }

  /** Few days of beginning and end, so that lots merge, close, and are filled again. */
  private earn(about: { memberId: number }): Operation {
    const today = Math.floor(world.clock.now().getTime() / DAY)
    const begins = (today + pick([-9, -2, 0, 0, 0, 1, 3])) * DAY
    const ends = begins + pick([1, 2, 5, 20]) * DAY
    const points = random(40)
    const explanation = {
      kind: 'PURCHASE',
      rule: 1,
      version: 1,
      rate: { points: 1, fen: 100 },
      paidFen: points * 100,
      points,
      growth: points,
    }
    return make.earn(points, { ...about, availableAt: new Date(begins), expiresAt: new Date(ends), explanation })
  }

  /** Sends a wave in one go and holds every answer against the model's. */
  async send(wave: Sent[], through: (operation: Operation) => Promise<Result>): Promise<void> {
    const now = world.clock.now()
    const results = await Promise.all(wave.map(({ operation }) => through(operation)))
    wave.forEach(({ operation, undone }, at) => {
      const result = results[at]!
      expect([operation, told(result)]).toEqual([operation, this.expected(operation, now, undone)])
      if (operation.kind === 'EARN' && result.status === 'POSTED')
        this.journals.set(operation.key, {
          id: result.posted.journalId,
          memberId: operation.memberId,
          points: make.worth(operation).points[0] ?? 0,
        })
    })
  }

  private expected(operation: Operation, now: Date, undone: string): Told {
    return this.model.apply(operation, now, undone)
  }

  async compare(): Promise<void> {
    const reader = world.get(BalanceReader)
    for (const member of this.members) {
      const { balances } = await reader.of(member)
      expect({ member, ...balances }).toMatchObject({ member, ...this.model.balances(member, world.clock.now()) })
    }
  }

  async compareLots(): Promise<void> {
    for (const member of this.members) {
      const lots = (await world.get(BalanceReader).lots(member)).filter(lot => lot.remaining > 0)
      const sorted = lots.sort(
        (a, b) => a.expiresAt.getTime() - b.expiresAt.getTime() || a.availableAt.getTime() - b.availableAt.getTime(),
      )
      expect(sorted.map(lot => [lot.expiresAt.getTime(), lot.remaining])).toEqual(this.model.lots(member))
    }
  }
}

/** Half of the time to a boundary between days, or right before it. */
function moveClock(): void {
  const now = world.clock.now().getTime()
  const boundary = Math.ceil((now + 1) / DAY) * DAY
  world.clock.set(new Date(pick([now, now + 1, boundary - 1, boundary, boundary, now + random(3 * DAY)])))
}

/** The same operation inside a feature's own transaction, whose refusals must be kept although the rest rolls back. */
async function alone(operation: Operation): Promise<Result> {
  let result: Result | undefined
  const { ledger, db } = { ledger: world.get(Ledger), db: world.db }
  await db
    .transaction(async tx => {
      const posted = await ledger.post(tx, operation)
      result = posted.posted
        ? { status: 'POSTED', posted: posted.posted }
        : { status: 'REPEATED', journalId: posted.journalId }
    })
    .catch(() => undefined)
  return result ?? world.lane.submit(operation)
}

test(`a storm of operations ends where the model does (STORM_SEED=${SEED})`, async () => {
  const model = new LedgerModel()
  const ids = await world.crowd(2 * CROWD)
  const crowds = [new Crowd(ids.slice(0, CROWD), model), new Crowd(ids.slice(CROWD), model)]
  const lane = (operation: Operation) => world.lane.submit(operation)
  for (let wave = 0; wave < WAVES; wave += 1) {
    const sent: Promise<unknown>[] = random(3) === 0 ? [world.get(Sweeper).sweep()] : []
    for (const crowd of crowds) {
      sent.push(crowd.send(crowd.wave(1 + random(40)), lane))
      await setImmediate()
    }
    await Promise.all(sent)
    for (const crowd of crowds) {
      await crowd.send(crowd.wave(1), alone)
      await crowd.compare()
    }
    moveClock()
  }
  expect(await world.books()).toEqual({})
  for (const crowd of crowds) {
    await crowd.compare()
    await crowd.compareLots()
  }
  for (const member of ids) await readStatement(member)
})

/** Page by page to the end: no line twice, and all lines together are what the member has. */
async function readStatement(member: number): Promise<void> {
  const statements = world.get(Statements)
  const lines: { entryNo: string; points: number }[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await statements.list(member, { limit: 7, ...(cursor ? { cursor } : {}) } as never)
    lines.push(...page.items)
    cursor = page.nextCursor
  }
  const { balances } = await world.get(BalanceReader).of(member)
  const owned = balances.available + balances.pending - balances.debt
  expect(new Set(lines.map(line => line.entryNo)).size).toBe(lines.length)
  expect(lines.reduce((total, line) => total + line.points, 0)).toBe(owned)
  const months = await statements.months(member)
  expect(months.reduce((total, month) => total + month.in - month.out, 0)).toBe(owned)
}
