/** Somebody who has the database and knows how chains and seals are made. */
import { GENESIS, link } from '../server/src/ledger/chain.rules.js'
import type { Bucket } from '../server/src/ledger/operation.rules.js'
import { blockHash, FIRST_HASH, type SealedRow, sealItem } from '../server/src/ledger/sealer.rules.js'
import { readSealed } from '../server/src/ledger/sealer-rows.service.js'
import type { World } from './world.js'

/** What a thorough forger does to one account. */
export async function rechain({ db }: World, account: number): Promise<void> {
  type Row = {
    journal_id: number
    currency_id: number
    bucket: Bucket
    amount: number
    version: number
    balance_after: number
  }
  let head: Buffer = GENESIS
  for (const row of await db.query<Row>('SELECT * FROM posting WHERE account_id = ? ORDER BY version', [account])) {
    const posting = { accountId: account, currencyId: row.currency_id, bucket: row.bucket, amount: row.amount }
    head = link(head, posting, { journalId: row.journal_id, version: row.version, balanceAfter: row.balance_after })
    await db.query('UPDATE posting SET hash = ? WHERE account_id = ? AND version = ?', [head, account, row.version])
  }
  await db.query('UPDATE account SET head_hash = ? WHERE id = ?', [head, account])
}

/** What a thorough forger does to all blocks. */
export async function reseal({ db }: World): Promise<void> {
  let previous: Buffer = FIRST_HASH
  for (const { seq, sealed_at } of await db.query<{ seq: number; sealed_at: Date }>(
    'SELECT * FROM seal_block ORDER BY seq',
  )) {
    const ids = await db.query<{ id: number }>('SELECT journal_id AS id FROM seal_item WHERE seq = ?', [seq])
    const sealed = await readSealed(
      (sql, values) => db.query<SealedRow>(sql, values),
      ids.map(({ id }) => id),
    )
    const items = sealed.map(sealItem)
    for (const { journalId, digest, marks } of items)
      await db.query('UPDATE seal_item SET digest = ?, marks = ? WHERE journal_id = ?', [digest, marks, journalId])
    const hash = blockHash(previous, { seq, sealedAt: sealed_at }, items)
    await db.query('UPDATE seal_block SET prev_hash = ?, hash = ? WHERE seq = ?', [previous, hash, seq])
    previous = hash
  }
}
