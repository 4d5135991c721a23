/** Spends, and holds that are captured, through the lane ÷ the same facts written by TypeORM `save`. */
import { Lane } from '../../server/src/ledger/lane.service.js'
import { type Earn, fixedAward, type Hold, type Spend } from '../../server/src/ledger/operation.rules.js'
import { Deployment } from './deployment.js'
import { rate, type Section, type Target } from './figures.js'
import { addMembers } from './members-fixture.js'
import { closedLoop, compare } from './rounds.js'
import { EXPLANATION, type Move, SaveMoves } from './save-moves.js'

const CALLERS = 64
const MEMBERS = 5_000
const ROUNDS = 5
/** Members whose opening lots are sent at once; four times as many operations wait in the lane. */
const TOGETHER = 500
const SLICE_MS = 2_500
const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Four lots of this many points each; no run comes near the end of the first one. */
const POINTS = 10_000_000

type Way = (move: Move) => Promise<unknown>

export const spend: Section = () => section('ledger.spend', MEMBERS, { least: 5, aim: 10 }, spends)
export const spendHot: Section = () => section('ledger.spendHot', 1, { least: 15, aim: 30 }, spends)
export const hold: Section = () => section('ledger.hold', MEMBERS, { least: 5, aim: 10 }, holds)
export const holdHot: Section = () => section('ledger.holdHot', 1, { least: 15, aim: 30 }, holds)

async function section(
  name: string,
  members: number,
  target: Target,
  ways: (lane: Lane, save: SaveMoves) => [Way, Way],
) {
  const deployment = await Deployment.open()
  try {
    const ids = await addMembers(deployment.db, members)
    const lane = deployment.get(Lane)
    for (let at = 0; at < ids.length; at += TOGETHER) {
      await Promise.all(ids.slice(at, at + TOGETHER).flatMap(id => [1, 2, 3, 4].map(lot => lane.post(earnOf(id, lot)))))
    }
    const [byLane, bySave] = ways(lane, new SaveMoves(deployment.db.source, deployment.parts.ids))
    let count = 0
    const next = (): Move => {
      count += 1
      return { key: `m${count}`, memberId: ids[Math.floor(Math.random() * ids.length)] as number, points: 10 }
    }
    const { ratio, min, max, first, second } = await compare(
      ROUNDS,
      { name: 'lane', measure: () => closedLoop(CALLERS, SLICE_MS, () => byLane(next())) },
      { name: 'save', measure: () => closedLoop(CALLERS, SLICE_MS, () => bySave(next())) },
    )
    await deployment.assertBooksBalance()
    return [
      {
        name,
        value: ratio,
        spread: [min, max] as [number, number],
        target,
        note: `lane ${rate(first)}, save ${rate(second)}`,
      },
    ]
  } finally {
    await deployment.close()
  }
}

const spends = (lane: Lane, save: SaveMoves): [Way, Way] => [
  move => lane.post({ kind: 'SPEND', ...told(move, 'spend') } satisfies Spend),
  move => save.spend(move),
]

/** One hold and its whole capture count as one. */
const holds = (lane: Lane, save: SaveMoves): [Way, Way] => [
  async move => {
    const expiresAt = new Date(Date.now() + HOUR)
    const held: Hold = { kind: 'HOLD', ...told(move, 'hold'), expiresAt, graceDays: 0 }
    const { journalId } = await lane.post(held)
    await lane.post({ kind: 'CAPTURE', ...told(move, 'capture'), hold: journalId })
  },
  async move => save.capture(move, await save.hold(move)),
]

function told({ key, memberId, points }: Move, what: string) {
  return { ...base(memberId, `${key}:${what}`), explanation: JSON.parse(EXPLANATION), points }
}

function earnOf(memberId: number, lot: number): Earn {
  const span = { availableAt: new Date(Date.now() - DAY), cohort: 202611, source: 1, restrictionId: 0 }
  return {
    kind: 'EARN',
    ...base(memberId, `opening:${memberId}:${lot}`),
    spans: [{ ...span, expiresAt: new Date(Date.now() + lot * 30 * DAY) }],
    tallies: [],
    activity: false,
    award: fixedAward(POINTS, 0, { kind: 'OPENING' }),
  }
}

function base(memberId: number, key: string) {
  const biz = { type: 9, id: key }
  return { key, body: key, memberId, brandId: 1, storeId: null, operatorId: null, biz, occurredAt: new Date() }
}
