/** Figures are ratios of two things measured in turns, so that whatever else the machine does hits both alike. */

export interface Side {
  /** What it is called in the print-out, such as "lane". */
  name: string
  /** Measures once; answers a rate per second, or a time. */
  measure(): Promise<number>
}

export interface Comparison {
  /** Median over rounds of the first side ÷ the second. */
  ratio: number
  min: number
  max: number
  first: number
  second: number
}

/** Measures both sides in turns, each round in the other order. The first round warms up and does not count. */
export async function compare(rounds: number, first: Side, second: Side): Promise<Comparison> {
  const pairs: [number, number][] = []
  for (let round = 0; round <= rounds; round += 1) {
    const pair: [number, number] =
      round % 2 === 0
        ? [await first.measure(), await second.measure()]
        : (([b, a]) => [a, b] as [number, number])([await second.measure(), await first.measure()])
    if (round > 0) pairs.push(pair)
  }
  const ratios = pairs.map(([a, b]) => a / b)
  return {
    ratio: median(ratios),
    min: Math.min(...ratios),
    max: Math.max(...ratios),
    first: median(pairs.map(([a]) => a)),
    second: median(pairs.map(([, b]) => b)),
  }
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle]
  const lower = sorted[(sorted.length - 1) >> 1]
  if (upper === undefined || lower === undefined) throw new Error('a median of nothing')
  return (upper + lower) / 2
}

/** So many callers, each asking again as soon as it has been answered. Answers how many were answered per second. */
export async function closedLoop(callers: number, ms: number, ask: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  const end = begin + ms
  let answered = 0
  const call = async () => {
    while (performance.now() < end) {
      await ask()
      answered += 1
    }
  }
  await Promise.all(Array.from({ length: callers }, call))
  return answered / ((performance.now() - begin) / 1000)
}
