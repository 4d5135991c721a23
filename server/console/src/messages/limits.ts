/** Caps as a table: a row for a channel and a kind, a column for a day, a week, a month. Pure. */
import type { ReplyOf } from '@huitou/shared/client'

export type LimitsPage = ReplyOf<'GET /console/message-limits'>
export type Limits = LimitsPage['limits']
export type Cap = Limits['caps'][number]

export const SPANS = ['DAY', 'WEEK', 'MONTH'] as const
export type Span = (typeof SPANS)[number]
export const CAP_CHANNELS = ['ANY', 'SUBSCRIBE', 'OA', 'SMS', 'WECOM'] as const
export const MAX_CAPS = 40
export const MOST_OF_A_CAP = 100

/** Null is no limit. */
export type CapRow = Pick<Cap, 'channel' | 'kind'> & Record<Span, number | null>

export const rowKeyOf = ({ channel, kind }: Pick<Cap, 'channel' | 'kind'>) => `${channel} ${kind}`

/** In the order they were first named. Of two that say the same the smaller one holds, so that one is shown. */
export function rowsOf(caps: readonly Cap[]): CapRow[] {
  const rows = new Map<string, CapRow>()
  for (const { channel, kind, per, most } of caps) {
    const row = rows.get(rowKeyOf({ channel, kind })) ?? { channel, kind, DAY: null, WEEK: null, MONTH: null }
    const known = row[per]
    rows.set(rowKeyOf(row), { ...row, [per]: known === null ? most : Math.min(known, most) })
  }
  return [...rows.values()]
}

/** A row without any number says nothing and is left out. */
export function capsOf(rows: readonly CapRow[]): Cap[] {
  return rows.flatMap(({ channel, kind, ...most }) =>
    SPANS.flatMap(per => (most[per] === null ? [] : [{ channel, kind, per, most: most[per] }])),
  )
}

/** Two numbers of a row of which the first can never be reached. */
export function contraryOf({ DAY, WEEK, MONTH }: CapRow): 'WEEK' | 'MONTH' | null {
  if (DAY !== null && WEEK !== null && DAY > WEEK) return 'WEEK'
  return WEEK !== null && MONTH !== null && WEEK > MONTH ? 'MONTH' : null
}

/** The list with one of its members a place further on; at its ends nothing moves. */
export function moved<T>(list: readonly T[], from: number, by: -1 | 1): T[] {
  const to = from + by
  const one = list[from]
  if (one === undefined || to < 0 || to >= list.length) return [...list]
  const others = list.filter((_, at) => at !== from)
  return [...others.slice(0, to), one, ...others.slice(to)]
}

/** The whole order: those that are named, then the ones nobody has placed. */
export function wholeOrder<T>(named: readonly T[], all: readonly T[]): T[] {
  return [...named, ...all.filter(one => !named.includes(one))]
}

export type QuietShape = 'NEVER' | 'SAME_DAY' | 'OVER_MIDNIGHT'
export function quietShape({ from, until }: Pick<Limits['quiet'], 'from' | 'until'>): QuietShape {
  if (from === until) return 'NEVER'
  return from < until ? 'SAME_DAY' : 'OVER_MIDNIGHT'
}

/** Whether two settings mean the same, whatever the order of their caps. */
export function sameLimits(one: Limits, other: Limits): boolean {
  const plain = (limits: Limits) => JSON.stringify({ ...limits, caps: capsOf(rowsOf(limits.caps)) })
  return plain(one) === plain(other)
}
