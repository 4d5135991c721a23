/** What a shift came to, line by line: for its page, for the sheet before it is closed, and to be sent to a manager. */
import { formatChange, formatYuan } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { stampOf, timeOf } from '../../dates'
import type { Bilingual } from '../../language'
import type { translate } from '../language'

export type Shift = ReplyOf<'GET /staff/shifts/:id'>
type Report = Shift['report']
type Sums = Report['mine']
type Translate = typeof translate
type Name = Parameters<Translate>[0]

export interface Figure {
  name: Name
  value: string
}
/** How a reader says things. */
export interface Voice {
  t: Translate
  say: (text: Bilingual) => string
  zone?: string | undefined
}

const joined = (count: string, fen: number) => (fen === 0 ? count : `${count} · ${formatYuan(fen)}`)

/** Bills, points, refunds, verifications and voids; taken offline only where something was. */
export function figuresOf(sums: Sums, t: Translate): Figure[] {
  const { bills, paidFen, points, refunds, refundedFen, verifications, uses, worthFen, voids, offline } = sums
  const many = (count: number) => t('shift.many', { count })
  return [
    { name: 'shift.bills', value: joined(many(bills), paidFen) },
    { name: 'shift.points', value: formatChange(points) },
    { name: 'shift.refunds', value: joined(many(refunds), -refundedFen) },
    {
      name: 'shift.verifications',
      value: joined(
        uses === verifications ? many(uses) : t('shift.manyTimes', { count: verifications, uses }),
        worthFen,
      ),
    },
    { name: 'shift.voids', value: many(voids) },
    ...(offline > 0 ? [{ name: 'shift.offline' as const, value: many(offline) }] : []),
  ]
}

/** What the store adds: where its bills came from, and who joined. */
export function storeFiguresOf(store: Report['store'], t: Translate): Figure[] {
  const many = (count: number) => t('shift.many', { count })
  return [
    ...figuresOf(store, t),
    { name: 'shift.tillBills', value: joined(many(store.tillBills), store.tillFen) },
    { name: 'shift.handBills', value: joined(many(store.handBills), store.handFen) },
    { name: 'shift.enrolments', value: t('shift.people', { count: store.enrolments }) },
  ]
}

/** True where nobody did anything, so that an empty report is no surprise. */
export function isEmpty({ mine, voids }: Report): boolean {
  return mine.bills + mine.refunds + mine.verifications + mine.voids + voids.length === 0
}

/** Why a bill does not fit. */
export function whyOf({ kind, expectedFen, rungUpFen }: Report['differences'][number], t: Translate): string {
  if (kind === 'MISSING' || rungUpFen === null) return t('shift.missing')
  return t('shift.amount', {
    expected: expectedFen === null ? '—' : formatYuan(expectedFen),
    rung: formatYuan(rungUpFen),
  })
}

/** "2026-11-23 12:30 至 18:00"; the day is said again only where it is another one. */
export function spanOf({ openedAt, closedAt }: Pick<Shift, 'openedAt' | 'closedAt'>, { t, zone }: Voice): string {
  const from = stampOf(openedAt, zone)
  if (!closedAt) return t('shift.running', { time: from })
  const to = stampOf(closedAt, zone)
  return t('shift.span', { from, to: to.slice(0, 10) === from.slice(0, 10) ? to.slice(11) : to })
}

/** How often and what it was worth, of one kind and name. */
export function lineValueOf({ uses, worthFen }: Report['lines'][number], t: Translate): string {
  return joined(t('shift.times', { count: uses }), worthFen)
}

export function voidWordsOf({ verifiedBy, by, at, reason }: Report['voids'][number], { t, zone }: Voice): string {
  return t('shift.voidLine', { by: verifiedBy, undoer: by, time: timeOf(at, zone), reason })
}

/** The whole report as plain text, to be pasted into a chat. */
export function reportText(shift: Shift, voice: Voice): string {
  const { t, say } = voice
  const { mine, store, lines, voids, differences } = shift.report
  const listed = (figures: Figure[]) => figures.map(({ name, value }) => `${t(name)} ${value}`)
  return [
    `${t('shift.report')} ${shift.store}`,
    spanOf(shift, voice),
    `${t('shift.by')} ${shift.by}`,
    ...(shift.note ? [t('shift.noteOf', { note: shift.note })] : []),
    `[${t('shift.mine')}]`,
    ...listed(figuresOf(mine, t)),
    ...lines.map(line => `${say(line.name)} ${lineValueOf(line, t)}`),
    `[${t('shift.store')}]`,
    ...listed(storeFiguresOf(store, t)),
    `[${t('shift.voidList')}]`,
    ...(voids.length === 0 ? [t('shift.noVoids')] : []),
    ...voids.map(one => `${one.serialNo} ${say(one.name)} ${voidWordsOf(one, voice)}`),
    `[${t('shift.differences')}]`,
    ...(differences.length === 0 ? [t('shift.noDifferences')] : []),
    ...differences.map(one => `${one.serialNo} ${t('shift.bill', { billNo: one.billNo })} ${whyOf(one, t)}`),
  ].join('\n')
}
