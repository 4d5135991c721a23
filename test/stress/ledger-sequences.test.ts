import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { LedgerAlone } from './ledger-alone.js'
import { runSequences } from './sequences.js'

// Goal: whatever is asked of the ledger in whatever order, at whatever time, it does what a clerk with a pencil would.
// Method: sequences of up to 200 commands drawn by fast-check, each with members of its own. After every operation the
// answer, every balance and every lot are held against the pencil's, I1–I3 are checked over the rows themselves, and what
// was refused must have left all rows as they were; after every sequence all invariants run over everything it touched.
// Four ledgers, each with a database and a clock of its own, share the two cores.
const SEED = Number(process.env.SEQUENCES_SEED ?? 325_703_533)
const LEDGERS = 4
const SEQUENCES = Number(process.env.SEQUENCES_COUNT ?? 512)

const KINDS = ['EARN', 'SPEND', 'HOLD', 'CAPTURE', 'RELEASE', 'UNDO_SPEND', 'UNDO_EARN', 'ADJUST', 'TRANSFER']
const OUTCOMES = KINDS.flatMap(kind =>
  ['POSTED', 'REPEATED', 'CONFLICT', 'REFUSED']
    .filter(status => kind !== 'EARN' || status !== 'REFUSED')
    .map(status => `${kind} ${status}`),
)

let ledgers: LedgerAlone[]
beforeAll(async () => {
  ledgers = await Promise.all(
    Array.from({ length: LEDGERS }, () => LedgerAlone.open(process.env.TEST_DATABASE_URL ?? '')),
  )
})
afterAll(async () => {
  await Promise.all(ledgers.map(ledger => ledger.close()))
})

test(`${SEQUENCES} sequences of up to 200 operations end where the pencil does (SEQUENCES_SEED=${SEED})`, async () => {
  const counts = await Promise.all(
    ledgers.map((ledger, at) => runSequences(ledger, { seed: SEED + at, sequences: SEQUENCES / LEDGERS })),
  )
  for (const ledger of ledgers) expect(await ledger.books()).toEqual({})
  const operations = counts.reduce((total, one) => total + one.operations, 0)
  expect(operations).toBeGreaterThan(SEQUENCES * 40)
  // A command that nobody draws, or that always comes to the same, would prove nothing.
  const seen = Object.assign({}, ...counts.map(({ told }) => told)) as Record<string, number>
  if (SEQUENCES >= 512) expect(Object.keys(seen)).toEqual(expect.arrayContaining(OUTCOMES))
}, 1_800_000)
