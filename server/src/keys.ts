import { hash } from 'node:crypto'

/**
 * A business key that fits its column: one that is longer than `most` characters keeps its beginning, for whoever reads
 * the table, and ends with the digest of all of it. The same key gives the same text for ever. `most` is 50 or more.
 */
export function keyWithin(most: number, key: string): string {
  if (key.length <= most) return key
  const digest = hash('sha256', key, 'base64url')
  return `${key.slice(0, most - digest.length - 1)}#${digest}`
}
