import { createHash } from 'node:crypto'
import type { Posting } from './operation.rules.js'

/** Where every account's chain begins. */
export const GENESIS = Buffer.alloc(32)

/**
 * The next link of an account's chain: SHA-256 over the previous link and six signed 64-bit big-endian numbers
 * (journal, account, version, bucket, amount, balance after). Altering any posting breaks every later link.
 */
export function link(
  previous: Buffer,
  posting: Posting,
  at: { journalId: number; version: number; balanceAfter: number },
): Buffer {
  const bytes = Buffer.alloc(80)
  previous.copy(bytes)
  const numbers = [at.journalId, posting.accountId, at.version, posting.bucket, posting.amount, at.balanceAfter]
  for (const [i, n] of numbers.entries()) bytes.writeBigInt64BE(BigInt(n), 32 + i * 8)
  return createHash('sha256').update(bytes).digest()
}
