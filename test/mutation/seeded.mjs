/**
 * What a saboteur would do to the write path, and the test that catches it. Each is a change of one text in one file, made
 * when the file is loaded.
 */
import path from 'node:path'

export const root = path.resolve(import.meta.dirname, '../..')
const ledger = 'server/src/ledger'

/**
 * @typedef {object} Seeded
 * @property {string} name
 * @property {string} file
 * @property {string} find the text to be changed, there exactly once
 * @property {string} put what stands there instead
 * @property {{ file: string, name: string, written?: string, env?: Record<string, string> }} caught the test that must fail, how its
 *   name is written where it is made from parts, and what it is told
 */

const few = { SEQUENCES_COUNT: '16', SEQUENCES_SEED: '1', SEQUENCES_SHRINK: '0' }
const sequences = { file: 'test/stress/ledger-sequences.test.ts', name: 'end where the pencil does', env: few }

/** @type {Seeded[]} */
export const seeded = [
  {
    name: 'skips the lock on accounts',
    file: `${ledger}/packets.service.ts`,
    find: 'ORDER BY id FOR UPDATE`',
    put: 'ORDER BY id`',
    caught: {
      file: `${ledger}/ledger.test.ts`,
      name: 'lane and plain transactions on the same members do not lose a point',
    },
  },
  {
    name: 'skips the lock on counters',
    file: `${ledger}/packets.service.ts`,
    find: 'ORDER BY name FOR UPDATE`',
    put: 'ORDER BY name`',
    caught: { file: 'test/stress/budgets.test.ts', name: '64 guests at once, on six lanes' },
  },
  {
    name: 'forgets a posting',
    file: `${ledger}/decide-spend.rules.ts`,
    find: '  pushSystem(postings, CURRENCY.POINTS, SYSTEM.REDEEMED, spend.points)\n',
    put: '',
    caught: sequences,
  },
  {
    name: 'moves points without saying which lot',
    file: `${ledger}/draft.rules.ts`,
    find: 'this.allocate(journal.id, decision.allocations)',
    put: 'void decision',
    caught: sequences,
  },
  {
    name: 'uses the key of an expiry again',
    file: `${ledger}/settle.rules.ts`,
    find: 'due.expired + due.clawed',
    put: '0',
    caught: { file: `${ledger}/settle.rules.test.ts`, name: 'every expiry has a key of its own' },
  },
  {
    name: 'skips the hash check',
    file: `${ledger}/batch.rules.ts`,
    find: "  if (!before.hash.equals(body)) return { status: 'CONFLICT' }\n",
    put: '',
    caught: { file: `${ledger}/ledger.test.ts`, name: 'the same key with another body is refused' },
  },
  {
    name: 'forgets the lot update',
    file: `${ledger}/writes.service.ts`,
    find: "add('lot', LOT, known.map(lotRow), LOT_UPDATE)",
    put: "add('lot', LOT, known.map(lotRow), ' ON DUPLICATE KEY UPDATE id = id')",
    caught: sequences,
  },
  {
    name: 'commits before it writes',
    file: `${ledger}/ledger.service.ts`,
    find: 'await send([...writes, ...closing])',
    put: 'await send([...closing, ...writes])',
    caught: {
      file: 'test/stress/faults-everywhere.test.ts',
      name: 'through the lane SPEND counts once',
      written: '%s counts once',
    },
  },
  {
    name: 'writes what was taken back instead of adding it',
    file: `${ledger}/writes.service.ts`,
    find: 'reversed = reversed + VALUES(reversed)',
    put: 'reversed = VALUES(reversed)',
    caught: sequences,
  },
  {
    name: 'lets points that have ended pay before they are settled',
    file: `${ledger}/batch.rules.ts`,
    find: 'account.nextEventAt <= now && known',
    put: 'Number.isNaN(account.id) && known',
    caught: sequences,
  },
  {
    name: 'drops kept refusals',
    file: `${ledger}/ledger.service.ts`,
    find: 'if (journal.outcome !== 0) kept.refuse(journal)',
    put: 'if (journal.outcome < 0) kept.refuse(journal)',
    caught: { file: `${ledger}/kept-refusals.test.ts`, name: 'a refusal is kept as it was decided' },
  },
  {
    name: 'queues nothing for the seal',
    file: `${ledger}/writes.service.ts`,
    find: 'draft.journals.map(j => [j.id]),',
    put: 'draft.journals.slice(1).map(j => [j.id]),',
    caught: { file: `${ledger}/sealer.test.ts`, name: 'what was posted is sealed once' },
  },
  {
    name: 'closes a hold twice',
    file: `${ledger}/decide-hold.rules.ts`,
    find: 'return hold.status === HOLD_STATUS.OPEN ? null : OUTCOME.HOLD_CLOSED',
    put: 'return null',
    caught: { file: `${ledger}/holds.test.ts`, name: 'closes once: whoever comes later is refused' },
  },
  {
    name: 'ignores affected rows',
    file: 'server/src/adjustments/adjustment-limits.service.ts',
    find: '(await change(tx, sql, [points, operatorId, day, points, dailyPoints])) === 1 ? day : null',
    put: '(await change(tx, sql, [points, operatorId, day, points, dailyPoints])) >= 0 ? day : null',
    caught: { file: 'server/src/adjustments/adjustments.test.ts', name: 'forty at once take no more of the day' },
  },
  {
    name: 'answers without having committed',
    file: `${ledger}/lane.service.ts`,
    find: "operations, ['START TRANSACTION'], ['COMMIT'])",
    put: "operations, ['START TRANSACTION'], ['SELECT 1'])",
    caught: { file: `${ledger}/ledger.test.ts`, name: 'a hundred sends of one key' },
  },
]
