/**
 * Lots that are due, by the million, and how to expire them set by set. The lots have no history: what is compared are
 * the facts of their expiry, and inventing ten million rows before that would take longer than everything else here.
 */
import type { Db } from '../../server/src/db.js'
import { BUCKET, CURRENCY, KIND, PART, SYSTEM, systemAccountId } from '../../server/src/ledger/operation.rules.js'
import { memberId } from './members-fixture.js'

/** Members by number, from `from` up to the one before `until`, with so many due lots each. */
export interface Range {
  from: number
  until: number
  lots: number
}

export const POINTS = 20
const FIRST_LOT = 30_000_000_000
const FIRST_JOURNAL = 60_000_000_000
/** More than any member has. */
const STRIDE = 32
/** Accounts that one transaction takes, as a careful job would. */
const TOGETHER = 2_000

const account = `(${memberId(0) + CURRENCY.POINTS} + n * 16)`
const lotId = (lot: number): string => `(${FIRST_LOT + lot} + n * ${STRIDE})`
const journalId = (lot: number): string => `(${FIRST_JOURNAL + lot} + n * ${STRIDE})`
/** Lots of one account end on days of their own, the last one yesterday. */
const end = (lot: number, lots: number): string => `(TIMESTAMP(CURRENT_DATE) - INTERVAL ${lots - lot} DAY)`

export async function addDueLots(db: Db, { accounts, lots }: { accounts: number; lots: number }): Promise<void> {
  for (let lot = 0; lot < lots; lot += 1) {
    await db.query(
      `INSERT INTO lot (id, account_id, issuer_id, cohort, source, available_at, expires_at, state, granted, remaining, held, spent, expired, clawed)
       SELECT ${lotId(lot)}, ${account}, 1, 202401, 1, '2024-01-01', ${end(lot, lots)}, 2, ${POINTS}, ${POINTS}, 0, 0, 0, 0
       FROM bench_number WHERE n < ${accounts} ORDER BY n`,
    )
  }
}

/** Until then nothing knows that the lots of this range are due. */
export async function makeDue(db: Db, { from, until, lots }: Range): Promise<void> {
  await db.query(
    `UPDATE account JOIN bench_number ON n >= ${from} AND n < ${until} AND account.id = ${account}
     SET available = ${POINTS * lots}, next_event_at = ${end(0, lots)}`,
  )
}

export async function expireBySets(db: Db, { from, until, lots }: Range): Promise<void> {
  for (let first = from; first < until; first += TOGETHER) {
    const numbers = `n >= ${first} AND n < ${Math.min(first + TOGETHER, until)}`
    await db.transaction(async tx => {
      await tx.query(
        `SELECT a.id FROM bench_number JOIN account a ON a.id = ${account} WHERE ${numbers} ORDER BY a.id FOR UPDATE`,
      )
      for (let lot = 0; lot < lots; lot += 1) for (const sql of statements(lot, lots, numbers)) await tx.query(sql)
    })
  }
}

function statements(lot: number, lots: number, numbers: string): string[] {
  const some = `FROM bench_number WHERE ${numbers} ORDER BY n`
  const accounts = `FROM bench_number JOIN account a ON a.id = ${account} WHERE ${numbers} ORDER BY n`
  const linked = [
    journalId(lot),
    'a.id',
    'a.version + 1',
    String(BUCKET.AVAILABLE),
    String(-POINTS),
    `a.available - ${POINTS}`,
  ]
  const ofRange = `JOIN bench_number ON ${numbers}`
  return [
    `INSERT INTO journal (id, idem_key, req_hash, kind, outcome, brand_id, biz_type, biz_id, points, growth, explanation, occurred_at, posted_at)
     SELECT ${journalId(lot)}, CONCAT('exp:', ${lotId(lot)}, ':0'), UNHEX(REPEAT('0', 64)), ${KIND.EXPIRE}, 0, 1, 0, ${lotId(lot)}, ${POINTS}, 0,
       '{"kind":"EXPIRE","cohort":202401,"points":${POINTS}}', ${end(lot, lots)}, NOW(3) ${some}`,
    `INSERT INTO posting (journal_id, seq, account_id, currency_id, bucket, amount, version, balance_after, hash)
     SELECT ${journalId(lot)}, 0, a.id, 1, ${BUCKET.AVAILABLE}, ${-POINTS}, a.version + 1, a.available - ${POINTS},
       UNHEX(SHA2(CONCAT(a.head_hash, ${linked.map(bigEndian).join(', ')}), 256)) ${accounts}`,
    `INSERT INTO posting (journal_id, seq, account_id, currency_id, bucket, amount)
     SELECT ${journalId(lot)}, 1, ${systemAccountId(CURRENCY.POINTS, SYSTEM.EXPIRED)}, 1, ${BUCKET.SYSTEM}, ${POINTS} ${some}`,
    `INSERT INTO lot_alloc (journal_id, lot_id, part, amount)
     SELECT ${journalId(lot)}, ${lotId(lot)}, part, IF(part = ${PART.REMAINING}, ${-POINTS}, ${POINTS}) FROM bench_number
     JOIN (SELECT ${PART.REMAINING} AS part UNION ALL SELECT ${PART.EXPIRED}) parts WHERE ${numbers} ORDER BY n, part`,
    `UPDATE lot ${ofRange} AND lot.id = ${lotId(lot)} SET state = 0, remaining = 0, expired = ${POINTS}`,
    `UPDATE account a ${ofRange} AND a.id = ${account} JOIN posting p ON p.journal_id = ${journalId(lot)} AND p.seq = 0
     SET a.version = p.version, a.available = p.balance_after, a.head_hash = p.hash,
       a.next_event_at = ${lot + 1 < lots ? end(lot + 1, lots) : "'9999-12-31'"}`,
    `INSERT INTO seal_queue (journal_id) SELECT ${journalId(lot)} ${some}`,
  ]
}

/** A number as the chain takes it: eight bytes in two's complement, the highest first. */
const bigEndian = (number: string): string => `UNHEX(LPAD(HEX(CAST(${number} AS SIGNED)), 16, '0'))`

export async function sumOfExpired(db: Db, { from, until }: Range): Promise<Record<string, number>> {
  const accounts = `BETWEEN ${memberId(from) + CURRENCY.POINTS} AND ${memberId(until - 1) + CURRENCY.POINTS}`
  const [lots] = await db.query<{ lots: number; points: number }>(
    `SELECT COUNT(*) AS lots, SUM(expired) AS points FROM lot WHERE account_id ${accounts} AND state = 0 AND remaining = 0`,
  )
  const [facts] = await db.query<{ postings: number; journals: number }>(
    `SELECT COUNT(*) AS postings, COUNT(DISTINCT p.journal_id) AS journals FROM posting p JOIN journal j ON j.id = p.journal_id AND j.kind = ${KIND.EXPIRE}
     JOIN posting s ON s.journal_id = j.id AND s.bucket = 0 AND s.amount = -p.amount JOIN seal_queue q ON q.journal_id = j.id WHERE p.account_id ${accounts}`,
  )
  const [heads] = await db.query<{ versions: number; available: number }>(
    `SELECT SUM(a.version) AS versions, SUM(a.available) AS available FROM account a JOIN posting p ON p.account_id = a.id AND p.version = a.version AND p.hash = a.head_hash
     WHERE a.id ${accounts}`,
  )
  const { lots: expired = 0, points = 0 } = lots ?? {}
  const { postings = 0, journals = 0 } = facts ?? {}
  return {
    lots: expired,
    points,
    postings,
    versions: heads?.versions ?? 0,
    available: heads?.available ?? -1,
    journals,
  }
}
