/** What makes a sale the same sale when a file is imported again: what it says, never where it stands in the file. */
import { hash } from 'node:crypto'
import type { Sale } from './sales.rules.js'

// No 0, 1, I or O: the number may be read aloud. 32 letters, so five bits each.
const BASE32 = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
const LETTERS = 25

/** Sales alike in card, minute, product and amount are told apart by their ordinal only. No part has a line break. */
function keyOf(sale: Pick<Sale, 'card' | 'minute' | 'productKey' | 'fen'>): string {
  const payer = sale.card === null ? 'cash' : `card ${sale.card}`
  return `${payer}\n${sale.minute}\n${sale.productKey}\n${sale.fen}`
}

/** Out of node's pool of small buffers: a million buffers of their own cost the collector more than all the hashing. */
export const sha256 = (text: string): Buffer => Buffer.from(hash('sha256', text, 'binary'), 'latin1')

export function digestOf(sale: Pick<Sale, 'card' | 'minute' | 'productKey' | 'fen'>, ordinal: number): Buffer {
  return sha256(`${keyOf(sale)}\n${ordinal}`)
}

/** "I-" and 25 letters: 125 bits of the digest, so no two sales of any file share a number. */
export function billNoOf(digest: Buffer): string {
  let letters = 'I-'
  for (let at = 0; at < LETTERS; at += 1) {
    const bit = at * 5
    letters += BASE32[(digest.readUInt16BE(bit >> 3) >> (11 - (bit & 7))) & 31]
  }
  return letters
}

/**
 * Counts how often something was seen, by the first 64 bits of its digest, in whatever order it comes. Twelve bytes a
 * slot in flat arrays instead of a Map's hundred: a file of a million different sales takes 25 MB, and the largest file
 * that is read (`limit` different things) 100 MB. Two of a million things share 64 bits once in 37 million files.
 */
export class Sightings {
  private high = new Uint32Array(4096)
  private low = new Uint32Array(4096)
  private times = new Uint32Array(4096)
  private size = 0

  constructor(private readonly limit = MOST_SALES) {}

  /** Counts one sighting: 1 for the first. Throws RangeError when there are more different things than the limit. */
  count(digest: Buffer): number {
    const high = digest.readUInt32BE(0)
    const low = digest.readUInt32BE(4)
    const slot = this.slotOf(high, low)
    if (this.times[slot] === 0) {
      if (this.size >= this.limit) throw new RangeError('too many different things')
      this.size += 1
      this.high[slot] = high
      this.low[slot] = low
      this.times[slot] = 1
      if (this.size > this.times.length * FULLEST) this.grow()
      return 1
    }
    this.times[slot] = this.times[slot]! + 1
    return this.times[slot]!
  }

  private slotOf(high: number, low: number): number {
    const mask = this.times.length - 1
    let slot = low & mask
    while (this.times[slot] !== 0 && (this.high[slot] !== high || this.low[slot] !== low)) slot = (slot + 1) & mask
    return slot
  }

  private grow(): void {
    const { high, low, times } = this
    this.high = new Uint32Array(times.length * 2)
    this.low = new Uint32Array(times.length * 2)
    this.times = new Uint32Array(times.length * 2)
    for (let from = 0; from < times.length; from += 1) {
      if (times[from] === 0) continue
      const slot = this.slotOf(high[from]!, low[from]!)
      this.high[slot] = high[from]!
      this.low[slot] = low[from]!
      this.times[slot] = times[from]!
    }
  }
}

/** Different sales in one file. Beyond it the file is to be split, between two days so that equal sales stay together. */
export const MOST_SALES = 5_000_000
const FULLEST = 0.6
