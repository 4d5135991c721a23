/**
 * How a draw is proven afterwards. A pool has a seed for every day. Its SHA-256 is published before the first draw of the
 * day, the seed itself when the day is over. The n-th draw of a day lands where HMAC-SHA-256(seed, "<pool>|<day>|<n>")
 * points, so nothing could be chosen once the seed's SHA-256 was out. Both are taken of the seed as text, so that any
 * tool for texts comes to the same. Plain values in, plain values out: hashing is the caller's.
 */

/** Odds are whole parts of this many; those of a pool add up to it. */
export const ODDS_WHOLE = 1_000_000

/** Bytes of the HMAC that make a ticket: 48 bits, of which a part in a million is unfair by less than one in 10^8. */
const TICKET_BYTES = 6

/** What is signed for the n-th draw of a day, the first being 1. */
export function drawMessage(pool: string, day: string, number: number): string {
  return `${pool}|${day}|${number}`
}

/** Where an HMAC points: 0 to 999,999. */
export function ticketOf(mac: ArrayLike<number>): number {
  let value = 0
  for (let at = 0; at < TICKET_BYTES; at += 1) value = value * 256 + (mac[at] ?? 0)
  return value % ODDS_WHOLE
}

/** The prize a ticket lands on: prizes in their order take as many tickets as their odds say. */
export function prizeAt(ticket: number, prizes: readonly { code: string; odds: number }[]): string {
  let end = 0
  for (const { code, odds } of prizes) {
    end += odds
    if (ticket < end) return code
  }
  throw new RangeError(`no prize for ticket ${ticket}: the odds add up to ${end}`)
}

export interface Hashing {
  /** SHA-256 of a text as UTF-8, in small hexadecimal digits. */
  sha256(text: string): string
  /** HMAC-SHA-256 of a text under a text. */
  hmac(key: string, message: string): ArrayLike<number>
}

export interface ProvenDraw {
  number: number
  version: number
  ticket: number
  /** Where it landed. */
  landed: string
}

/** What a day is proven by, as it is published. `odds`: by version of the pool, in the order of the wheel. */
export interface DayProof {
  pool: string
  day: string
  sha256: string
  seed: string
  odds: readonly { version: number; prizes: readonly { code: string; odds: number }[] }[]
}

/** What is wrong with a day's draws, each as one sentence; nothing for draws that are all as they had to be. */
export function drawProblems(proof: DayProof, draws: readonly ProvenDraw[], hashing: Hashing): string[] {
  const { pool, day, seed } = proof
  const problems: string[] = []
  if (hashing.sha256(seed) !== proof.sha256) problems.push('the seed is not the one that was promised')
  for (const draw of draws) {
    const ticket = ticketOf(hashing.hmac(seed, drawMessage(pool, day, draw.number)))
    const table = proof.odds.find(({ version }) => version === draw.version)
    if (ticket !== draw.ticket) problems.push(`draw ${draw.number} had ticket ${ticket}, not ${draw.ticket}`)
    else if (!table) problems.push(`draw ${draw.number} names odds that were not published`)
    else if (prizeAt(ticket, table.prizes) !== draw.landed) problems.push(`draw ${draw.number} landed elsewhere`)
  }
  return problems
}
