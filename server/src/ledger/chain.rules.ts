import { hash } from 'node:crypto'
import type { Posting } from './book.rules.js'

/** Where every account's chain begins. */
export const GENESIS = Buffer.alloc(32)

// One buffer for all: it is filled and hashed before anything else can run.
const bytes = Buffer.alloc(80)
const TWO_32 = 2 ** 32

/**
 * The next link of an account's chain: SHA-256 over the previous link and six signed 64-bit big-endian numbers
 * (journal, account, version, bucket, amount, balance after). Altering any posting breaks every later link.
 */
export function link(
  previous: Buffer,
  posting: Posting,
  at: { journalId: number; version: number; balanceAfter: number },
): Buffer {
  previous.copy(bytes)
  put(at.journalId, 32)
  put(posting.accountId, 40)
  put(at.version, 48)
  put(posting.bucket, 56)
  put(posting.amount, 64)
  put(at.balanceAfter, 72)
  return hash('sha256', bytes, 'buffer')
}

/** A safe integer in two halves, which costs a fraction of what a BigInt does. */
function put(number: number, offset: number): void {
  const high = Math.floor(number / TWO_32)
  bytes.writeInt32BE(high, offset)
  bytes.writeUInt32BE(number - high * TWO_32, offset + 4)
}
