/** Years of bills of one member, written by a few statements and yet true to every invariant and to the chain. */
import type { Db } from '../../server/src/db.js'
import { GENESIS, link } from '../../server/src/ledger/chain.rules.js'
import { accountId, BUCKET, CURRENCY, type CurrencyId } from '../../server/src/ledger/operation.rules.js'
import type { Deployment } from './deployment.js'
import { addNumbers } from './members-fixture.js'

/** Every bill earns this many points and as much growth, so that balances are multiples of it. */
const POINTS = 50
const FEN = POINTS * 100
/** Links sent in one statement. */
const LINKS = 5_000

export interface History {
  memberId: number
  entries: number
  /** Over how many days before today the bills are spread evenly. Bills of one day share a lot. */
  days: number
}

export async function addHistory({ db, storeId }: Deployment, { memberId, entries, days }: History): Promise<void> {
  await addNumbers(db, entries)
  // Ids of this member's own, far below those the server makes.
  const first = memberId * 1_000_000
  await addChain(db, { memberId, entries, first })
  const day = `FLOOR(n * ${days} / ${entries})`
  const date = `(CURRENT_DATE - INTERVAL (${days} - ${day}) DAY)`
  const noon = `(TIMESTAMP(${date}) + INTERVAL 4 HOUR)`
  const rows = `FROM bench_number WHERE n < ${entries}`
  const account = (currency: CurrencyId) => accountId(memberId, currency)
  await db.query(
    `INSERT INTO lot (id, account_id, issuer_id, cohort, source, available_at, expires_at, state, granted, remaining, held, spent, expired, clawed)
     SELECT ${first} + ${day}, ${account(CURRENCY.POINTS)}, 1, MAX(DATE_FORMAT(${date}, '%Y%m')), 1, MAX(TIMESTAMP(${date}) - INTERVAL 4 HOUR),
       MAX(TIMESTAMP(LAST_DAY(${date} + INTERVAL 24 MONTH)) + INTERVAL 16 HOUR), 2, COUNT(*) * ${POINTS}, COUNT(*) * ${POINTS}, 0, 0, 0, 0
     ${rows} GROUP BY ${day}`,
  )
  await db.query(
    `INSERT INTO journal (id, idem_key, req_hash, kind, outcome, brand_id, store_id, biz_type, biz_id, points, growth, explanation, occurred_at, posted_at)
     SELECT ${first} + n, CONCAT('bill:${storeId}:H${memberId}-', n), UNHEX(SHA2('${memberId}|${FEN}', 256)), 1, 0, 1, ${storeId}, 1, ${first} + n,
       ${POINTS}, ${POINTS}, '{"kind":"PURCHASE","rule":1,"version":1,"rate":{"points":1,"fen":100},"paidFen":${FEN},"points":${POINTS},"growth":${POINTS}}',
       ${noon}, ${noon} ${rows} ORDER BY n`,
  )
  for (const [seq, currency] of [CURRENCY.POINTS, CURRENCY.GROWTH].entries()) {
    await db.query(
      `INSERT INTO posting (journal_id, seq, account_id, currency_id, bucket, amount, version, balance_after, hash)
       SELECT ${first} + version - 1, ${seq * 2}, account_id, ${currency}, 2, ${POINTS}, version, version * ${POINTS}, hash
       FROM bench_link WHERE account_id = ${account(currency)} ORDER BY version`,
    )
    await db.query(
      `INSERT INTO posting (journal_id, seq, account_id, currency_id, bucket, amount)
       SELECT ${first} + n, ${seq * 2 + 1}, ${currency * 100 + 1}, ${currency}, 0, -${POINTS} ${rows} ORDER BY n`,
    )
    await db.query(
      `UPDATE account SET version = ?, available = ?, head_hash = (SELECT hash FROM bench_link WHERE account_id = ? AND version = ?),
         next_event_at = COALESCE((SELECT MIN(expires_at) FROM lot WHERE account_id = ?), next_event_at) WHERE id = ?`,
      [entries, entries * POINTS, account(currency), entries, account(currency), account(currency)],
    )
  }
  await db.query(
    `INSERT INTO lot_alloc (journal_id, lot_id, part, amount)
     SELECT ${first} + n, ${first} + ${day}, part, ${POINTS} FROM bench_number JOIN (SELECT 1 AS part UNION ALL SELECT 6) p
     WHERE n < ${entries} ORDER BY n, part`,
  )
  await db.query(`INSERT INTO seal_queue (journal_id) SELECT ${first} + n ${rows} ORDER BY n`)
  await db.query(
    `INSERT INTO purchase (id, store_id, bill_no, member_id, paid_fen, points, growth, journal_id, rule_version_id, channel, recorded_by, balance_after,
       expires_at, paid_at, recorded_at)
     SELECT ${first} + n, ${storeId}, CONCAT('H${memberId}-', n), ${memberId}, ${FEN}, ${POINTS}, ${POINTS}, ${first} + n, 1, 4, 'bench', (n + 1) * ${POINTS},
       TIMESTAMP(LAST_DAY(${date} + INTERVAL 24 MONTH)) + INTERVAL 16 HOUR, ${noon}, ${noon} ${rows} ORDER BY n`,
  )
}

/** The chain cannot be written set by set, since every link is made of the one before. */
async function addChain(
  db: Db,
  { memberId, entries, first }: Omit<History, 'days'> & { first: number },
): Promise<void> {
  await db.query(
    'CREATE TABLE IF NOT EXISTS bench_link (account_id BIGINT NOT NULL, version BIGINT NOT NULL, hash BINARY(32) NOT NULL, PRIMARY KEY (account_id, version))',
  )
  for (const currency of [CURRENCY.POINTS, CURRENCY.GROWTH]) {
    const account = accountId(memberId, currency)
    const posting = { accountId: account, currencyId: currency, bucket: BUCKET.AVAILABLE, amount: POINTS }
    let head: Buffer = GENESIS
    let links: string[] = []
    for (let version = 1; version <= entries; version += 1) {
      head = link(head, posting, { journalId: first + version - 1, version, balanceAfter: version * POINTS })
      links.push(`(${account}, ${version}, x'${head.toString('hex')}')`)
      if (links.length < LINKS && version < entries) continue
      await db.query(`INSERT INTO bench_link (account_id, version, hash) VALUES ${links.join(', ')}`)
      links = []
    }
  }
}
