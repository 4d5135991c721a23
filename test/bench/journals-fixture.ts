/**
 * A million journals over 50,000 members, written set by set: each step is one kind of entry for every member. Ids grow
 * with time and not by member, as they do in real life, so that a member's rows lie far apart.
 */
import type { Db } from '../../server/src/db.js'
import { link } from '../../server/src/ledger/chain.rules.js'
import { BUCKET, CURRENCY, type CurrencyId, KIND, PART, SYSTEM } from '../../server/src/ledger/operation.rules.js'
import { addMembers, memberId } from './members-fixture.js'

type Step =
  | { kind: 'EARN'; lot: number; daysAgo: number }
  | { kind: 'SPEND' | 'EXPIRE'; lot: number; daysAgo: number }
  | { kind: 'UNDO'; of: number; lot: number; daysAgo: number }
  | { kind: 'REFUSED'; daysAgo: number }

/** One journal of every member each: 13 earns into seven lots, four spends, an undo, a refusal, an expiry. */
const STEPS: Step[] = [
  { kind: 'EARN', lot: 0, daysAgo: 790 },
  ...[700, 600, 500, 400, 300, 200].flatMap((daysAgo, i): Step[] => [
    { kind: 'EARN', lot: i + 1, daysAgo },
    { kind: 'EARN', lot: i + 1, daysAgo },
  ]),
  ...[120, 110, 100, 90].map((daysAgo, i): Step => ({ kind: 'SPEND', lot: i + 1, daysAgo })),
  { kind: 'UNDO', of: 12, lot: 6, daysAgo: 60 },
  { kind: 'REFUSED', daysAgo: 50 },
  { kind: 'EXPIRE', lot: 0, daysAgo: 20 },
]
const MEMBERS = 50_000
const FIRST_JOURNAL = 10_000_000_000
const FIRST_LOT = 20_000_000_000
const SPENT = '10'

/** Answers how many journals there are now. */
export async function addJournals(db: Db): Promise<number> {
  await addMembers(db, MEMBERS)
  for (const [index, step] of STEPS.entries()) {
    await addEntries(db, step, index)
    await write(db, step, index)
  }
  await db.query(
    `UPDATE account a JOIN (SELECT account_id, MIN(expires_at) AS soonest FROM lot WHERE state = 2 AND remaining > 0 GROUP BY account_id) l
     ON l.account_id = a.id SET a.next_event_at = l.soonest`,
  )
  await assertChains(db)
  return MEMBERS * STEPS.length
}

/** What an earn of this step gave the member of number `n`: between 20 and 99 points. */
const earned = (step: number): string => `(20 + MOD(n * 7 + ${step * 13}, 80))`
const journal = (step: number): string => `(${FIRST_JOURNAL + step * MEMBERS} + n)`
const lotId = (lot: number): string => `(${FIRST_LOT + lot * MEMBERS} + n)`
const account = (currency: CurrencyId): string => `(${memberId(0) + currency} + n * 16)`
const midnight = (daysAgo: number): string => `(TIMESTAMP(CURRENT_DATE) - INTERVAL ${daysAgo} DAY)`
const EVERYBODY = `FROM bench_number WHERE n < ${MEMBERS}`

async function addEntries(db: Db, step: Step, index: number): Promise<void> {
  const kind = { EARN: KIND.EARN, SPEND: KIND.SPEND, REFUSED: KIND.SPEND, UNDO: KIND.UNDO_EARN, EXPIRE: KIND.EXPIRE }
  const points = {
    EARN: earned(index),
    SPEND: SPENT,
    REFUSED: '1000000',
    UNDO: earned(step.kind === 'UNDO' ? step.of : 0),
    EXPIRE: earned(0),
  }
  const growth = step.kind === 'EARN' || step.kind === 'UNDO' ? points[step.kind] : '0'
  const at = `${midnight(step.daysAgo)} + INTERVAL n SECOND`
  await db.query(
    `INSERT INTO journal (id, idem_key, req_hash, kind, outcome, brand_id, store_id, biz_type, biz_id, reverses_id, points, growth, explanation, occurred_at, posted_at)
     SELECT ${journal(index)}, CONCAT('bench:${index}:', n), UNHEX(SHA2(CONCAT(n, '|${index}'), 256)), ${kind[step.kind]}, ${step.kind === 'REFUSED' ? 1 : 0}, 1, 1, 1,
       ${journal(index)}, ${step.kind === 'UNDO' ? journal(step.of) : 'NULL'}, ${points[step.kind]}, ${growth},
       CONCAT('{"kind":"PURCHASE","rule":1,"version":1,"rate":{"points":1,"fen":100},"paidFen":', 100 * ${points[step.kind]}, ',"points":', ${points[step.kind]}, '}'),
       ${at}, ${at} ${EVERYBODY} ORDER BY n`,
  )
}

async function write(db: Db, step: Step, index: number): Promise<void> {
  if (step.kind === 'REFUSED') return
  if (step.kind === 'EARN') {
    const amount = earned(index)
    await move(db, { index, seq: 0, currency: CURRENCY.POINTS, role: SYSTEM.ISSUED, amount })
    await move(db, { index, seq: 2, currency: CURRENCY.GROWTH, role: SYSTEM.ISSUED, amount })
    await fillLot(db, { ...step, amount })
    return allocate(db, { index, lot: step.lot, parts: { [PART.REMAINING]: amount, [PART.GRANTED]: amount } })
  }
  const [amount, role, part, column] = {
    SPEND: [SPENT, SYSTEM.REDEEMED, PART.SPENT, 'spent'],
    EXPIRE: [earned(0), SYSTEM.EXPIRED, PART.EXPIRED, 'expired'],
    UNDO: [earned(step.kind === 'UNDO' ? step.of : 0), SYSTEM.ISSUED, PART.CLAWED, 'clawed'],
  }[step.kind] as [string, number, number, string]
  await move(db, { index, seq: 0, currency: CURRENCY.POINTS, role, amount: `-${amount}` })
  await db.query(
    `UPDATE lot l JOIN bench_number ON n < ${MEMBERS} AND l.id = ${lotId(step.lot)}
     SET l.state = IF(l.remaining = ${amount}, 0, l.state), l.remaining = l.remaining - ${amount}, l.${column} = l.${column} + ${amount}`,
  )
  await allocate(db, { index, lot: step.lot, parts: { [PART.REMAINING]: `-${amount}`, [part]: amount } })
  if (step.kind !== 'UNDO') return
  await move(db, { index, seq: 2, currency: CURRENCY.GROWTH, role, amount: `-${amount}` })
  await db.query(
    `INSERT INTO reversal_cap (journal_id, currency_id, amount, reversed)
     SELECT ${journal(step.of)}, c.id, ${amount}, ${amount} FROM bench_number JOIN currency c WHERE n < ${MEMBERS} ORDER BY n, c.id`,
  )
}

interface Move {
  index: number
  seq: number
  currency: CurrencyId
  role: number
  /** What the member gets, as SQL; the programme gets the opposite. */
  amount: string
}

/** A posting on every member's account, with the next version, balance and link, and its counterpart. */
async function move(db: Db, { index, seq, currency, role, amount }: Move): Promise<void> {
  const numbers = [journal(index), 'a.id', 'a.version + 1', String(BUCKET.AVAILABLE), amount, `a.available + ${amount}`]
  await db.query(
    `INSERT INTO posting (journal_id, seq, account_id, currency_id, bucket, amount, version, balance_after, hash)
     SELECT ${journal(index)}, ${seq}, a.id, ${currency}, ${BUCKET.AVAILABLE}, ${amount}, a.version + 1, a.available + ${amount},
       UNHEX(SHA2(CONCAT(a.head_hash, ${numbers.map(bigEndian).join(', ')}), 256))
     FROM bench_number JOIN account a ON a.id = ${account(currency)} WHERE n < ${MEMBERS} ORDER BY n`,
  )
  await db.query(
    `UPDATE account a JOIN posting p ON p.journal_id BETWEEN ${FIRST_JOURNAL + index * MEMBERS} AND ${FIRST_JOURNAL + (index + 1) * MEMBERS - 1}
       AND p.seq = ${seq} AND p.account_id = a.id SET a.version = p.version, a.available = p.balance_after, a.head_hash = p.hash`,
  )
  await db.query(
    `INSERT INTO posting (journal_id, seq, account_id, currency_id, bucket, amount)
     SELECT ${journal(index)}, ${seq + 1}, ${currency * 100 + role}, ${currency}, ${BUCKET.SYSTEM}, -(${amount}) ${EVERYBODY} ORDER BY n`,
  )
}

/** A number as the chain takes it: eight bytes, the highest first. */
const bigEndian = (number: string): string => `UNHEX(LPAD(HEX(${number}), 16, '0'))`

async function fillLot(
  db: Db,
  { lot, daysAgo, amount }: { lot: number; daysAgo: number; amount: string },
): Promise<void> {
  const start = midnight(daysAgo)
  await db.query(
    `INSERT INTO lot (id, account_id, issuer_id, cohort, source, available_at, expires_at, state, granted, remaining, held, spent, expired, clawed)
     SELECT ${lotId(lot)}, ${account(CURRENCY.POINTS)}, 1, DATE_FORMAT(${start}, '%Y%m'), 1, ${start}, ${start} + INTERVAL 760 DAY, 2, ${amount}, ${amount}, 0, 0, 0, 0
     ${EVERYBODY} ORDER BY n ON DUPLICATE KEY UPDATE granted = granted + VALUES(granted), remaining = remaining + VALUES(remaining)`,
  )
}

async function allocate(
  db: Db,
  { index, lot, parts }: { index: number; lot: number; parts: Record<number, string> },
): Promise<void> {
  const amounts = `CASE part ${Object.entries(parts)
    .map(([part, amount]) => `WHEN ${part} THEN ${amount}`)
    .join(' ')} END`
  const names = Object.keys(parts).map(part => `SELECT ${part} AS part`)
  await db.query(
    `INSERT INTO lot_alloc (journal_id, lot_id, part, amount) SELECT ${journal(index)}, ${lotId(lot)}, part, ${amounts}
     FROM bench_number JOIN (${names.join(' UNION ALL ')}) parts WHERE n < ${MEMBERS} ORDER BY n, part`,
  )
}

/** Follows the chains of some members, so that the fixture is what the server would have written. */
async function assertChains(db: Db): Promise<void> {
  for (const currency of [CURRENCY.POINTS, CURRENCY.GROWTH]) {
    const id = memberId(4321) + currency
    const rows = await db.query<{
      journal_id: number
      version: number
      amount: number
      balance_after: number
      hash: Buffer
    }>('SELECT journal_id, version, amount, balance_after, hash FROM posting WHERE account_id = ? ORDER BY version', [
      id,
    ])
    let head: Buffer = Buffer.alloc(32)
    for (const row of rows) {
      const posting = { accountId: id, currencyId: currency, bucket: BUCKET.AVAILABLE, amount: row.amount }
      head = link(head, posting, { journalId: row.journal_id, version: row.version, balanceAfter: row.balance_after })
      if (!head.equals(row.hash)) throw new Error(`the chain of account ${id} breaks at version ${row.version}`)
    }
  }
}
