import { expect, test } from '@jest/globals'
import * as make from '../../../test/ledger-builders.js'
import { MemoryLedger } from '../../../test/stress/memory-ledger.js'
import { DAY } from '../../../test/world-basics.js'
import { requestHash } from './batch.rules.js'
import type { JournalRow } from './draft.rules.js'
import { journalFor } from './journals.rules.js'
import { KIND, type Operation, OUTCOME } from './operation.rules.js'

const [ANA, BO] = [16_000, 16_016]

function open(): MemoryLedger {
  const ledger = new MemoryLedger(make.NOW)
  ledger.member(ANA)
  ledger.member(BO)
  return ledger
}

/** Posts it and answers its journal and those that came with it. */
function posted(ledger: MemoryLedger, operation: Operation): JournalRow[] {
  const before = ledger.draft.journals.length
  const result = ledger.submit(operation)
  expect(result.status).toBe('POSTED')
  return ledger.draft.journals.slice(before)
}

const idOf = (journals: JournalRow[]) => journals[0]!.id
const common = {
  memberId: ANA,
  brandId: 3,
  storeId: 4,
  operatorId: 5,
  biz: { type: 6, id: 'B7' },
  occurredAt: make.after(-9),
}

test('a journal says who asked for what, where, and when', () => {
  const [earned] = posted(open(), make.earn(30, { ...common, key: 'k1', body: 'b1' }))
  expect(earned).toMatchObject({
    key: 'k1',
    hash: requestHash('b1'),
    kind: KIND.EARN,
    outcome: 0,
    brandId: 3,
    storeId: 4,
    bizType: 6,
    bizId: 'B7',
    reversesId: null,
    holdId: null,
    approvalId: null,
    operatorId: 5,
    points: 30,
    growth: 30,
    occurredAt: make.after(-9),
  })
})

test('before it is decided an earn knows neither points nor reason, and a release no points', () => {
  const before = (operation: Operation) => {
    const { points, growth, explanation } = journalFor(operation, requestHash(''), 1)
    return [points, growth, explanation]
  }
  expect(before(make.earn(30, { explanation: { kind: 'BILL' } }))).toEqual([0, 0, null])
  expect(before(make.release(5, { explanation: { kind: 'GIVEN_UP' } }))).toEqual([0, 0, { kind: 'GIVEN_UP' }])
  expect(before(make.spend(5, { explanation: null }))).toEqual([5, 0, null])
})

test('each kind of journal says what it is about and how much', () => {
  const ledger = open()
  const about = (rows: JournalRow[]) =>
    rows.map(({ kind, points, growth, reversesId, holdId, approvalId, activityOf }) => ({
      kind,
      points,
      growth,
      about: [reversesId, holdId, approvalId, activityOf],
    }))
  const earn = posted(ledger, make.earn(90, { ...common, activity: true }))
  expect(about(earn)).toEqual([{ kind: KIND.EARN, points: 90, growth: 90, about: [null, null, null, ANA + 1] }])
  const spend = posted(ledger, make.spend(10, common))
  expect(about(spend)).toEqual([{ kind: KIND.SPEND, points: 10, growth: 0, about: [null, null, null, null] }])
  const back = posted(ledger, make.undoSpend(idOf(spend), 4, common))
  expect(about(back)).toEqual([{ kind: KIND.UNDO_SPEND, points: 4, growth: 0, about: [idOf(spend), null, null, null] }])
  const undone = posted(ledger, make.undo(idOf(earn), 5, { ...common, growth: 2 }))
  expect(about(undone)).toEqual([{ kind: KIND.UNDO_EARN, points: 5, growth: 2, about: [idOf(earn), null, null, null] }])
  const held = posted(ledger, make.hold(20, common))
  expect(about(held)).toEqual([{ kind: KIND.HOLD, points: 20, growth: 0, about: [null, idOf(held), null, null] }])
  const released = posted(ledger, make.release(idOf(held), common))
  expect(about(released)).toEqual([
    { kind: KIND.RELEASE, points: 20, growth: 0, about: [null, idOf(held), null, null] },
  ])
  const adjusted = posted(ledger, make.adjust(-3, { ...common, approvalId: 77 }))
  expect(about(adjusted)).toEqual([{ kind: KIND.ADJUST, points: 3, growth: 0, about: [null, null, 77, null] }])
  const given = posted(ledger, make.transfer(BO, 6, common))
  expect(about(given)).toEqual([{ kind: KIND.TRANSFER, points: 6, growth: 0, about: [null, null, null, null] }])
})

test('a capture of a part brings an entry for what returns', () => {
  const ledger = open()
  posted(ledger, make.earn(90, common))
  const hold = idOf(posted(ledger, make.hold(20, common)))
  const [captured, rest] = posted(ledger, make.capture(hold, 12, common))
  expect(captured).toMatchObject({ kind: KIND.CAPTURE, points: 12, holdId: hold })
  expect(rest).toMatchObject({
    key: `rest:${hold}`,
    kind: KIND.RELEASE,
    points: 8,
    holdId: hold,
    brandId: 3,
    bizId: 'B7',
    explanation: { kind: 'RELEASE', why: 'REST', points: 8 },
    occurredAt: make.after(-9),
  })
  expect(ledger.holds(ANA)[0]).toMatchObject({ captured: 12, released: 8, status: 2 })
})

test('what time does has entries of its own, dated as it fell due', () => {
  const ledger = open()
  const [begins, ends] = [make.after(DAY), make.after(2 * DAY)]
  posted(ledger, make.earn(30, { ...common, availableAt: begins, expiresAt: ends, cohort: 202612 }))
  posted(ledger, make.earn(40, common))
  const hold = idOf(posted(ledger, make.hold(15, { ...common, expiresAt: make.after(3 * DAY) })))
  ledger.now = make.after(4 * DAY)
  const before = ledger.draft.journals.length
  ledger.settle()
  const lot = ledger.lots(ANA).find(({ expiresAt }) => expiresAt === ends)!
  const own = {
    hash: Buffer.alloc(32),
    outcome: 0,
    storeId: null,
    bizType: 0,
    reversesId: null,
    operatorId: null,
    growth: 0,
  }
  expect(ledger.draft.journals.slice(before)).toMatchObject([
    {
      ...own,
      key: `mat:${lot.id}:30`,
      kind: KIND.MATURE,
      brandId: 3,
      bizId: String(lot.id),
      points: 30,
      explanation: { kind: 'MATURE', cohort: 202612, points: 30 },
      occurredAt: begins,
    },
    {
      ...own,
      key: `exp:${lot.id}:0`,
      kind: KIND.EXPIRE,
      points: 30,
      explanation: { kind: 'EXPIRE', cohort: 202612, points: 30 },
      occurredAt: ends,
    },
    {
      ...own,
      key: `out:${hold}`,
      kind: KIND.RELEASE,
      bizId: String(hold),
      holdId: hold,
      points: 15,
      explanation: { kind: 'RELEASE', why: 'TIME_OUT', points: 15 },
      occurredAt: make.after(3 * DAY),
    },
  ])
})

test('a visit that puts ends off says so, until when, and how many points', () => {
  const ledger = open()
  const span = { extendMonths: 1, expiresAt: make.after(DAY) }
  posted(ledger, make.earn(30, { ...common, ...span }))
  const [visit, extended] = posted(ledger, make.earn(5, { ...common, activity: true }))
  const until = new Date('2026-12-31T16:00:00.000Z')
  expect(extended).toMatchObject({
    key: `ext:${visit!.id}`,
    kind: KIND.EXTEND,
    brandId: 3,
    bizId: String(visit!.id),
    points: 30,
    explanation: { kind: 'EXTEND', points: 30, until: until.toISOString() },
    occurredAt: make.after(-9),
  })
  expect(ledger.lots(ANA).some(lot => +lot.expiresAt === +until && lot.remaining === 30)).toBe(true)
})

test('a refusal keeps its key and moves nothing; what comes under it again is told the same', () => {
  const ledger = open()
  const spend = make.spend(1, { ...common, key: 'late', body: 'x' })
  const first = ledger.submit(spend)
  expect(first).toMatchObject({ status: 'REFUSED', outcome: OUTCOME.INSUFFICIENT })
  posted(ledger, make.earn(30, common))
  expect(ledger.submit(spend)).toEqual(first)
  expect(ledger.submit({ ...spend, body: 'y' })).toEqual({ status: 'CONFLICT' })
  expect(ledger.points(ANA).available).toBe(30)
})

test('nobody has an account under a neighbour’s id, or the programme’s, and nobody receives there', () => {
  const ledger = open()
  posted(ledger, make.earn(30, common))
  for (const memberId of [ANA + 1, 100, 99_999 * 16]) {
    expect(ledger.submit(make.spend(1, { ...common, memberId }))).toEqual({ status: 'UNKNOWN_MEMBER' })
    expect(ledger.submit(make.transfer(memberId, 1, common))).toEqual({ status: 'UNKNOWN_MEMBER' })
  }
})

test('rows of other features come with what was posted, and not with a refusal', () => {
  const ledger = open()
  const rows = () => [{ table: 'visit', values: { n: 1 } }]
  expect(ledger.with(make.earn(3, { ...common, rows }))).toEqual([{ table: 'visit', values: { n: 1 } }])
  expect(ledger.with(make.spend(4, { ...common, rows }))).toEqual([])
})

test('a visit of an earlier day does not put the last one back', () => {
  const ledger = open()
  posted(ledger, make.earn(1, { ...common, activity: true, occurredAt: make.after(-DAY) }))
  posted(ledger, make.earn(1, { ...common, activity: true, occurredAt: make.after(-3 * DAY) }))
  expect(ledger.points(ANA)).toMatchObject({ activities: 2, lastActivityAt: make.after(-DAY) })
  posted(ledger, make.earn(1, common))
  expect(ledger.points(ANA)).toMatchObject({ activities: 2, lastActivityAt: make.after(-DAY) })
})
