/** A day of a store's till checkouts, summed up so that a till can compare it with its own. Pure. */
import { hash } from 'node:crypto'
import type { SettlementEntry, Settlements } from '@huitou/shared/till-checkouts'

type Sums = NonNullable<Settlements['whole']>['commits']

/** The day's sums and its digest; `open` reservations are counted by whoever asks. */
export function wholeOf(entries: readonly SettlementEntry[]): Omit<NonNullable<Settlements['whole']>, 'open'> {
  return {
    commits: sumsOf(entries.filter(({ kind }) => kind === 'COMMIT')),
    reversals: sumsOf(entries.filter(({ kind }) => kind === 'REVERSAL')),
    digest: digestOf(entries),
  }
}

function sumsOf(entries: readonly SettlementEntry[]): Sums {
  const sum = (of: (entry: SettlementEntry) => number) => entries.reduce((total, entry) => total + of(entry), 0)
  return {
    count: entries.length,
    amountFen: sum(entry => entry.amountFen),
    couponFen: sum(entry => entry.couponFen),
    points: sum(entry => entry.points),
    pointsFen: sum(entry => entry.pointsFen),
    cashFen: sum(entry => entry.cashFen),
  }
}

/** In the order of the lines' own bytes, which are ASCII, so that it does not matter in which order they were heard of. */
function digestOf(entries: readonly SettlementEntry[]): string {
  const lines = entries.map(one =>
    [
      one.kind,
      one.key,
      one.billNo,
      one.refundNo ?? '',
      one.amountFen,
      one.couponFen,
      one.points,
      one.pointsFen,
      one.cashFen,
    ].join('|'),
  )
  const text = lines
    .sort((a, b) => (a < b ? -1 : 1))
    .map(line => `${line}\n`)
    .join('')
  return hash('sha256', text)
}
