/** What a refund gives back of each thing a bill was paid with. Pure. */
import { shareOut } from '../shares.js'

/** One source of a bill: cash, points as money, or the share of one coupon; what went in and what came back so far. */
export interface Source {
  key: string
  wentFen: number
  backFen: number
}

export interface GivenBack {
  key: string
  fen: number
  /** With this all of it has come back: only then does a coupon come back. */
  whole: boolean
}

/**
 * Shares a refund among what is left of the sources, by largest remainder. `refundFen` is in menu prices: a dish of ¥40 that
 * was paid with ¥30 and a coupon gives back ¥30 and ¥10 of the coupon. Shares sum to the refund; none is more than is left
 * of its source; refunds that sum to the bill give back every source to the fen. Throws RangeError beyond what is left.
 */
export function refundShares(sources: readonly Source[], refundFen: number): GivenBack[] {
  const left = sources.map(({ wentFen, backFen }) => wentFen - backFen)
  const all = left.reduce((sum, fen) => sum + fen, 0)
  if (!Number.isSafeInteger(refundFen) || refundFen < 0 || refundFen > all || left.some(fen => fen < 0)) {
    throw new RangeError(`a refund of ${refundFen} where ${all} is left`)
  }
  const shares = all > 0 ? shareOut(left, refundFen) : left
  return sources.map(({ key, wentFen }, place) => ({
    key,
    fen: shares[place]!,
    // What took nothing off, such as more points, comes back with the whole of the bill.
    whole: left[place]! > 0 ? shares[place] === left[place] : wentFen === 0 && refundFen === all,
  }))
}
