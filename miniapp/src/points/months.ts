import type { ReplyOf } from '@huitou/shared/client'
import { monthOf } from '../dates'

type Page = ReplyOf<'GET /member/entries'>
export type Entry = Page['items'][number]

export interface Month {
  month: string
  /** Sums over the whole month, whatever part of it has been loaded. */
  in: number
  out: number
  entries: Entry[]
}

/** The month so many after this one; before it where `by` is negative. "2026-12" and 1 give "2027-01". */
export function monthAfter(month: string, by: number): string {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + by
  const number = (index % 12) + 1
  return `${Math.floor(index / 12)}-${number < 10 ? '0' : ''}${number}`
}

/** Entries of all loaded pages under their month, in the order they came. A month without a sum shows its rows alone. */
export function monthsOf(pages: Page[], zone?: string): Month[] {
  const sums = new Map(pages.flatMap(page => page.months).map(sum => [sum.month, sum]))
  const months: Month[] = []
  for (const entry of pages.flatMap(page => page.items)) {
    const month = monthOf(entry.occurredAt, zone)
    let last = months[months.length - 1]
    if (last?.month !== month) {
      const sum = sums.get(month)
      last = { month, in: sum?.in ?? 0, out: sum?.out ?? 0, entries: [] }
      months.push(last)
    }
    last.entries.push(entry)
  }
  return months
}
