/** Dividing whole amounts, so that the shares sum to the whole. Pure. */

/** Whole shares of `whole` in proportion to `weights`, which are not all 0: largest remainders first, the earlier of two equal ones. */
export function shareOut(weights: readonly number[], whole: number): number[] {
  const total = weights.reduce((sum, weight) => sum + BigInt(weight), 0n)
  const exact = weights.map(weight => BigInt(weight) * BigInt(whole))
  const shares = exact.map(part => Number(part / total))
  const left = whole - shares.reduce((sum, share) => sum + share, 0)
  const byRemainder = exact
    .map((part, place) => ({ rest: part % total, place }))
    // Sorting is stable: of two equal ones the earlier stays first.
    .sort((a, b) => Number(b.rest - a.rest))
  for (const { place } of byRemainder.slice(0, left)) shares[place]! += 1
  return shares
}
