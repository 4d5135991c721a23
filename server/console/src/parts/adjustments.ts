/** What a correction would leave, as the ledger will decide it: debt is repaid first, and nothing goes below zero. */
export function afterwards(
  balances: { available: number; debt: number },
  points: number,
): { available: number; repaid: number; short: number } {
  if (points > 0) {
    const repaid = Math.min(balances.debt, points)
    return { available: balances.available + points - repaid, repaid, short: 0 }
  }
  const short = Math.max(0, -points - balances.available)
  return { available: short > 0 ? balances.available : balances.available + points, repaid: 0, short }
}
