import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { LedgerAlone } from './ledger-alone.js'
import { answerOf, type Order, operationOf } from './orders.js'
import { Pencil } from './pencil.js'
import { MAKERS } from './sequence-commands.js'
import type { Known } from './sequence-run.js'

// Goal: what is decided together in one batch comes out as if it had come one by one. Method: waves of orders of every
// kind for a few crowds at once, so that batches hold many orders of one member and run side by side, against the same
// pencil that the sequences use; what a wave refers to was posted in an earlier one. WAVES_SEED repeats a run.
const SEED = Number(process.env.WAVES_SEED ?? 325_703_533)
const CROWDS = 4
const WAVES = 60
const WAVE = 24

let alone: LedgerAlone
beforeAll(async () => {
  alone = await LedgerAlone.open(process.env.TEST_DATABASE_URL ?? '')
})
afterAll(() => alone.close())

const drawn = fc.record({
  maker: fc.constantFrom(...Object.values(MAKERS)),
  pick: fc.nat(9999),
  points: fc.nat(60),
  more: fc.nat(9999),
})
type Draw = typeof drawn extends fc.Arbitrary<infer One> ? One : never
const waves = fc.array(drawn, { minLength: 1, maxLength: WAVE, size: 'max' })

class Crowd {
  private readonly journals = new Map<string, number>()
  private made = 0

  constructor(readonly known: Known) {}

  /** Orders that know nothing of each other, but for now and then one that comes twice. */
  wave(draws: readonly Draw[]): Order[] {
    const wave: Order[] = []
    for (const { maker, ...numbers } of draws) {
      const order = maker(numbers, this.known)
      if (!order || endedOnArrival(order, this.known.now)) continue
      const old = this.known.sent.some(({ key }) => key === order.key)
      this.made += 1
      const key = `${this.known.prefix}w${this.made}`
      wave.push(old ? order : { ...order, key, body: key })
      if (numbers.more % 15 === 0) wave.push(wave.at(-1)!)
    }
    return wave
  }

  async send(wave: Order[]): Promise<void> {
    const { known } = this
    const results = await Promise.all(
      wave.map(order => alone.lane.submit(operationOf(order, new Date(known.now), key => this.journals.get(key) ?? 1))),
    )
    for (const [at, order] of wave.entries()) {
      const { journalId, ...told } = answerOf(results[at]!)
      const expected = known.pencil.apply(order, known.now)
      expect([order, told]).toEqual([order, expected])
      if (told.status !== 'POSTED' || !journalId) continue
      this.journals.set(order.key, journalId)
      known.sent.push(order)
    }
  }

  async compare(): Promise<void> {
    for (const member of this.known.members) {
      const rows = await alone.db.query<Record<string, number>>(
        `SELECT p.pending, p.available, p.held, p.debt, g.available AS growth, p.activities AS visits
         FROM account p JOIN account g ON g.id = p.id + 1 WHERE p.id = ?`,
        [member + 1],
      )
      const expected = this.known.pencil.balances(member, this.known.now)
      if (!isDeepStrictEqual({ ...rows[0] }, expected)) expect({ member, ...rows[0] }).toEqual({ member, ...expected })
    }
  }
}

/**
 * Points of a lot that has ended by the time they are earned expire when somebody next settles the member. Within one
 * batch that may be after the next order, whose answer then still counts them; nobody can use them meanwhile.
 */
function endedOnArrival(order: Order, now: number): boolean {
  if (order.do === 'EARN') return order.spans.some(span => span.to <= now)
  return order.do === 'ADJUST' && order.span.to <= now
}

test(`waves of operations of every kind end where the pencil does (WAVES_SEED=${SEED})`, async () => {
  const crowds: Crowd[] = []
  for (let crowd = 0; crowd < CROWDS; crowd += 1) {
    const members = await alone.members(3)
    const now = +alone.clock.now()
    crowds.push(new Crowd({ prefix: `c${crowd}:`, members, pencil: new Pencil(), sent: [], now }))
  }
  const draws = fc.sample(waves, { numRuns: CROWDS * WAVES, seed: SEED })
  for (let wave = 0; wave < WAVES; wave += 1) {
    const orders = crowds.map((crowd, at) => crowd.wave(draws[wave * CROWDS + at]!))
    await Promise.all(crowds.map((crowd, at) => crowd.send(orders[at]!)))
    await alone.sweeper.sweep()
    for (const crowd of crowds) await crowd.compare()
    alone.clock.advance([1, 3_600_000, 20 * 3_600_000, 40 * 3_600_000][wave % 4]!)
    for (const crowd of crowds) crowd.known.now = +alone.clock.now()
  }
  expect(await alone.books()).toEqual({})
}, 300_000)
