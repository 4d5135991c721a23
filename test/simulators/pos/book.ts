/** What a till believes it has done, and how that compares with what the server says at the end of the day. */
import { createHash } from 'node:crypto'

/** A commit or a reversal, as both sides write it down. */
export interface Entry {
  kind: 'COMMIT' | 'REVERSAL'
  key: string
  billNo: string
  refundNo: string | null
  amountFen: number
  couponFen: number
  points: number
  pointsFen: number
  cashFen: number
}

export interface Day {
  items: Entry[]
  nextCursor: string | null
  whole: { digest: string; open: number } | null
}

const lineOf = (entry: Entry): string =>
  [
    entry.kind,
    entry.key,
    entry.billNo,
    entry.refundNo ?? '',
    entry.amountFen,
    entry.couponFen,
    entry.points,
    entry.pointsFen,
    entry.cashFen,
  ].join('|')

/** SHA-256 in hex of all lines in the order of their bytes, each with a line feed behind it. */
export function digestOf(entries: readonly Entry[]): string {
  const lines = entries.map(lineOf).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  return createHash('sha256')
    .update(lines.map(line => `${line}\n`).join(''))
    .digest('hex')
}

/** What only one side has, and what the sides say differently: nothing, when all is well. */
export function differencesOf(mine: readonly Entry[], theirs: readonly Entry[]): string[] {
  const [ours, other] = [new Set(mine.map(lineOf)), new Set(theirs.map(lineOf))]
  return [
    ...[...ours].filter(line => !other.has(line)).map(line => `only the till: ${line}`),
    ...[...other].filter(line => !ours.has(line)).map(line => `only the server: ${line}`),
    ...(mine.length === ours.size ? [] : ['the till has written something down twice']),
    ...(theirs.length === other.size ? [] : ['the server says something twice']),
  ]
}
