import { createHash } from 'node:crypto'
import { expect, test } from '@jest/globals'
import { GENESIS, link } from './chain.rules.js'
import { BUCKET, CURRENCY } from './operation.rules.js'

/** The link as the comment on it says it, in the slow way. */
function slowly(previous: Buffer, numbers: number[]): string {
  const bytes = Buffer.alloc(8 * numbers.length)
  for (const [at, number] of numbers.entries()) bytes.writeBigInt64BE(BigInt(number), 8 * at)
  return createHash('sha256')
    .update(Buffer.concat([previous, bytes]))
    .digest('hex')
}

const LARGE = Number.MAX_SAFE_INTEGER

test.each([
  ['small numbers', [7, 16_001, 1, 88]],
  ['an amount below zero', [8, 16_001, 2, -88]],
  ['ids near the end of what is safe', [LARGE, LARGE - 1, 3, 1]],
  ['an amount just beyond 32 bits', [9, 16_001, 4, 2 ** 32]],
  ['an amount just below minus 32 bits', [9, 16_001, 4, -(2 ** 32) - 1]],
] as const)(
  'a link is the hash of the link before and six numbers: %s',
  (_, [journalId, accountId, version, amount]) => {
    const posting = { accountId, currencyId: CURRENCY.POINTS, bucket: BUCKET.AVAILABLE, amount }
    const balanceAfter = 1000
    const first = link(GENESIS, posting, { journalId, version, balanceAfter })
    const numbers = [journalId, accountId, version, BUCKET.AVAILABLE, amount, balanceAfter]
    expect(first.toString('hex')).toBe(slowly(GENESIS, numbers))
    expect(link(first, posting, { journalId, version, balanceAfter }).toString('hex')).toBe(slowly(first, numbers))
  },
)

test('every chain begins with 32 bytes of nothing', () => {
  expect(GENESIS.equals(Buffer.alloc(32))).toBe(true)
})
