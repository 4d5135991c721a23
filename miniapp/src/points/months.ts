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
