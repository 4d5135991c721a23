import { afterAll, beforeAll, expect, test } from '@jest/globals'
import * as make from '../../../test/ledger-builders.js'
import { openWorld, type World } from '../../../test/world.js'
import { DAY } from '../../../test/world-basics.js'
import { INVARIANTS } from './invariants.rules.js'
import { Invariants } from './invariants.service.js'
import { accountId, type Operation } from './operation.rules.js'

let world: World
let ana: number
let lot: number
let earned: number
let undone: number
let refused: number
let hold: number
let spent: number
let sent: number
beforeAll(async () => {
  world = await openWorld()
  ;[ana] = (await world.crowd(1)) as [number]
  const about = { memberId: ana, occurredAt: world.clock.now() }
  const span = { availableAt: world.clock.now(), expiresAt: new Date(world.clock.now().getTime() + 100 * DAY) }
  earned = (await world.lane.post(make.earn(100, { ...about, ...span, key: 'e1', activity: true }))).journalId
  await world.lane.post(make.spend(30, { ...about, key: 's1' }))
  undone = (await world.lane.post(make.undo(earned, 20, { ...about, key: 'u1' }))).journalId
  await moveAbout(about, span)
  const refusal = await world.lane.submit(make.spend(1000, { ...about, key: 's2' }))
  refused = refusal.status === 'REFUSED' ? refusal.journalId : 0
  const [row] = await world.db.query<{ id: number }>('SELECT id FROM lot WHERE account_id = ?', [accountId(ana, 1)])
  lot = row!.id
})
afterAll(() => world.close())

/** One of every other movement, so that each invariant has something to look at. */
async function moveAbout(about: { memberId: number; occurredAt: Date }, span: { expiresAt: Date }): Promise<void> {
  const [bo] = (await world.crowd(1)) as [number]
  const post = (operation: Operation) => world.lane.post(operation)
  const until = new Date(about.occurredAt.getTime() + DAY)
  hold = (await post(make.hold(6, { ...about, expiresAt: until }))).journalId
  const taken = (await post(make.hold(5, { ...about, expiresAt: until }))).journalId
  await post(make.capture(taken, 3, about))
  spent = (await post(make.spend(9, about))).journalId
  await post(make.undoSpend(spent, 4, about))
  await post(make.adjust(2, { ...about, span: { ...make.earn(0).spans[0]!, ...span } }))
  sent = (await post(make.transfer(bo, 5, about))).journalId
  await post(make.earn(8, { memberId: bo, ...span, extendMonths: 24, activity: true }))
  await post(make.earn(0, { memberId: bo, ...span, activity: true }))
}

/** The hand of a saboteur, and how to take it back. Constraints of the table itself are switched off for it. */
const sabotage: [string, () => [string, string]][] = [
  [
    'I1',
    () => [
      `UPDATE posting SET amount = amount + 1 WHERE journal_id = ${earned} AND seq = 1`,
      `UPDATE posting SET amount = amount - 1 WHERE journal_id = ${earned} AND seq = 1`,
    ],
  ],
  [
    'I2',
    () => [
      `UPDATE account SET available = available + 1 WHERE id = ${ana + 1}`,
      `UPDATE account SET available = available - 1 WHERE id = ${ana + 1}`,
    ],
  ],
  [
    'I3',
    () => [
      `UPDATE lot SET remaining = remaining + 1, spent = spent - 1 WHERE id = ${lot}`,
      `UPDATE lot SET remaining = remaining - 1, spent = spent + 1 WHERE id = ${lot}`,
    ],
  ],
  [
    'I4',
    () => [
      `UPDATE lot_alloc SET amount = amount + 1 WHERE lot_id = ${lot} AND part = 3`,
      `UPDATE lot_alloc SET amount = amount - 1 WHERE lot_id = ${lot} AND part = 3`,
    ],
  ],
  [
    'I5',
    () => [
      `UPDATE account SET version = version + 1 WHERE id = ${ana + 1}`,
      `UPDATE account SET version = version - 1 WHERE id = ${ana + 1}`,
    ],
  ],
  [
    'I5b',
    () => [
      `UPDATE posting SET balance_after = balance_after + 5 WHERE account_id = ${ana + 1} AND version = 1`,
      `UPDATE posting SET balance_after = balance_after - 5 WHERE account_id = ${ana + 1} AND version = 1`,
    ],
  ],
  [
    'I6',
    () => [
      `UPDATE journal SET outcome = 0 WHERE id = ${refused}`,
      `UPDATE journal SET outcome = 1 WHERE id = ${refused}`,
    ],
  ],
  [
    'I7',
    () => [`INSERT INTO hold VALUES (1, ${ana + 1}, 1, 5, 0, 0, 1, '2099-01-01', 0)`, 'DELETE FROM hold WHERE id = 1'],
  ],
  [
    'I7b',
    () => [
      `UPDATE hold SET amount = amount + 1, captured = captured + 1 WHERE id = ${hold}`,
      `UPDATE hold SET amount = amount - 1, captured = captured - 1 WHERE id = ${hold}`,
    ],
  ],
  [
    'I7c',
    () => [
      `UPDATE lot SET held = held - 1, clawed = clawed + 1 WHERE id = ${lot}`,
      `UPDATE lot SET held = held + 1, clawed = clawed - 1 WHERE id = ${lot}`,
    ],
  ],
  [
    'I8',
    () => [
      `UPDATE reversal_cap SET reversed = reversed - 1 WHERE journal_id = ${earned} AND currency_id = 1`,
      `UPDATE reversal_cap SET reversed = reversed + 1 WHERE journal_id = ${earned} AND currency_id = 1`,
    ],
  ],
  [
    'I8b',
    () => [
      `UPDATE journal SET reverses_id = 7 WHERE id = ${undone}`,
      `UPDATE journal SET reverses_id = ${earned} WHERE id = ${undone}`,
    ],
  ],
  [
    'I8c',
    () => [
      `UPDATE lot_alloc SET amount = 3 WHERE journal_id = ${spent} AND part = 3`,
      `UPDATE lot_alloc SET amount = 9 WHERE journal_id = ${spent} AND part = 3`,
    ],
  ],
  [
    'I9',
    () => [
      `UPDATE lot SET available_at = '2030-01-01' WHERE id = ${lot}`,
      `UPDATE lot SET available_at = '${'{then}'}' WHERE id = ${lot}`,
    ],
  ],
  [
    'I10',
    () => [
      `INSERT INTO posting VALUES (5, 1, 424242, 1, 0, 1, NULL, NULL, NULL), (5, 2, 101, 1, 0, -1, NULL, NULL, NULL)`,
      'DELETE FROM posting WHERE journal_id = 5',
    ],
  ],
  [
    'I11',
    () => [
      `UPDATE account SET next_event_at = '2020-01-01' WHERE id = ${ana + 1}`,
      `UPDATE account SET next_event_at = '2020-06-01' WHERE id = ${ana + 1}`,
    ],
  ],
  [
    'I12',
    () => [
      `UPDATE posting SET amount = amount + 1 WHERE journal_id = ${earned} AND seq = 1`,
      `UPDATE posting SET amount = amount - 1 WHERE journal_id = ${earned} AND seq = 1`,
    ],
  ],
  [
    'I13',
    () => [
      `UPDATE posting SET currency_id = 2 WHERE journal_id = ${earned} AND seq = 1`,
      `UPDATE posting SET currency_id = 1 WHERE journal_id = ${earned} AND seq = 1`,
    ],
  ],
  [
    'I14',
    () => [
      `UPDATE journal SET points = points + 1 WHERE id = ${earned}`,
      `UPDATE journal SET points = points - 1 WHERE id = ${earned}`,
    ],
  ],
  [
    'I15',
    () => [
      `UPDATE account SET next_event_at = '9999-12-31' WHERE id = ${ana + 1}`,
      `UPDATE account SET next_event_at = '2026-12-01' WHERE id = ${ana + 1}`,
    ],
  ],
  [
    'I16',
    () => [
      `UPDATE account SET activities = activities + 1 WHERE id = ${ana + 1}`,
      `UPDATE account SET activities = activities - 1 WHERE id = ${ana + 1}`,
    ],
  ],
  [
    'I17',
    () => [
      `UPDATE lot_alloc SET amount = amount + 1 WHERE journal_id = ${sent} AND part = 7`,
      `UPDATE lot_alloc SET amount = amount - 1 WHERE journal_id = ${sent} AND part = 7`,
    ],
  ],
  ['I18', () => ['UPDATE account SET extending = 0', 'UPDATE account SET extending = 1 WHERE activities > 1']],
  [
    'I19',
    () => [
      `UPDATE posting SET account_id = 104 WHERE journal_id = ${spent} AND bucket = 0`,
      `UPDATE posting SET account_id = 102 WHERE journal_id = ${spent} AND bucket = 0`,
    ],
  ],
]

test('the books are clean before anybody touches them', async () => {
  expect(await world.books()).toEqual({})
})

test('every invariant has a sabotage it must catch', () => {
  expect(sabotage.map(([name]) => name).sort()).toEqual(INVARIANTS.map(({ name }) => name).sort())
})

test.each(sabotage)('%s catches the row altered behind the back of the ledger', async (name, hand) => {
  const [then] = await world.db.query<{ at: Date }>('SELECT available_at AS at FROM lot WHERE id = ?', [lot])
  const [harm, cure] = hand()
  const broken = async () =>
    (await world.get(Invariants).check()).checks.filter(check => check.broken > 0).map(check => check.name)
  await world.db.query(`SET SESSION check_constraint_checks = 0; ${harm}; SET SESSION check_constraint_checks = 1`)
  try {
    expect(await broken()).toContain(name)
  } finally {
    await world.db.query(`${cure.replace('{then}', then!.at.toISOString().slice(0, 23).replace('T', ' '))}`)
  }
})

test.each([
  ['a negative balance', () => `UPDATE account SET available = -1 WHERE id = ${ana + 1}`],
  ['points and debt at once', () => `UPDATE account SET debt = 1 WHERE id = ${ana + 1}`],
  ['a lot that does not add up', () => `UPDATE lot SET spent = spent + 1 WHERE id = ${lot}`],
  ['a lot that ends before it begins', () => `UPDATE lot SET expires_at = '2001-01-01' WHERE id = ${lot}`],
  ['a posting of nothing', () => `UPDATE posting SET amount = 0 WHERE journal_id = ${earned} AND seq = 1`],
  [
    'a member posting without a version',
    () => `UPDATE posting SET version = NULL WHERE journal_id = ${earned} AND seq = 0`,
  ],
  [
    'taking back more than was given',
    () => `UPDATE reversal_cap SET reversed = amount + 1 WHERE journal_id = ${earned}`,
  ],
  [
    'a second journal under one key',
    () =>
      'UPDATE journal SET idem_key = (SELECT k FROM (SELECT idem_key AS k FROM journal ORDER BY id LIMIT 1) x) WHERE idem_key = "s2"',
  ],
  ['a version used twice', () => `UPDATE posting SET version = 1 WHERE account_id = ${ana + 1} AND version = 2`],
  [
    'a hold captured beyond its amount',
    () => `INSERT INTO hold VALUES (2, ${ana + 1}, 2, 5, 6, 0, 1, '2099-01-01', 0)`,
  ],
])('the database itself refuses %s', async (_, statement) => {
  await expect(world.db.query(statement())).rejects.toThrow()
})
