/** Tills count in yuan and write them as text: "88.5", "88.50", "1288". Here, at the edge, they become fen, without a fraction in between. */

/** "88.5" as 8850. Throws for what is no amount of yuan with at most two decimals. */
export function fenOf(yuan: string): number {
  const [, whole, decimals = ''] = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(yuan.trim()) ?? []
  if (whole === undefined) throw new RangeError(`${yuan} is no amount of yuan`)
  return Number(whole) * 100 + Number(decimals.padEnd(2, '0'))
}

/** 8850 as "88.50". */
export function yuanOf(fen: number): string {
  return `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`
}
