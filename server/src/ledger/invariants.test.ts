import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openWorld, type World } from '../../../test/world.js'
import { DAY } from '../../../test/world-basics.js'
import { INVARIANTS } from './invariants.rules.js'
import { Invariants } from './invariants.service.js'
import { accountId } from './operation.rules.js'

let world: World
let ana: number
let lot: number
let earned: number
let undone: number
let refused: number
beforeAll(async () => {
  world = await openWorld()
  ;[ana] = (await world.crowd(1)) as [number]
  const base = {
    body: '1',
    memberId: ana,
    brandId: 1,
    storeId: null,
    operatorId: null,
    biz: { type: 0, id: '0' },
    occurredAt: world.clock.now(),
    explanation: {},
  }
  const lasting = {
    availableAt: world.clock.now(),
    expiresAt: new Date(world.clock.now().getTime() + 100 * DAY),
    cohort: 202611,
    source: 1,
  }
  earned = (await world.lane.post({ ...base, kind: 'EARN', key: 'e1', points: 100, growth: 100, ...lasting })).journalId
  await world.lane.post({ ...base, kind: 'SPEND', key: 's1', points: 30 })
  undone = (
    await world.lane.post({
      ...base,
      kind: 'UNDO_EARN',
      key: 'u1',
      reverses: earned,
      points: 20,
      growth: 20,
      shortfall: 'DEBT',
    })
  ).journalId
  const refusal = await world.lane.submit({ ...base, kind: 'SPEND', key: 's2', points: 1000 })
  refused = refusal.status === 'REFUSED' ? refusal.journalId : 0
  const [row] = await world.db.query<{ id: number }>('SELECT id FROM lot WHERE account_id = ?', [accountId(ana, 1)])
  lot = row!.id
})
afterAll(() => world.close())

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
    () => [`INSERT INTO hold VALUES (1, ${ana + 1}, 1, 5, 0, 0, 1, '2099-01-01')`, 'DELETE FROM hold WHERE id = 1'],
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
  ['a hold captured beyond its amount', () => `INSERT INTO hold VALUES (2, ${ana + 1}, 2, 5, 6, 0, 1, '2099-01-01')`],
])('the database itself refuses %s', async (_, statement) => {
  await expect(world.db.query(statement())).rejects.toThrow()
})
