/** The whole report as one sheet of rows: totals, then each break-down under its own heading. */
import type { BothTexts } from '../preferences'
import type { Say } from '../texts'
import { minuteOf } from '../times'
import { yuanCell } from './csv'
import type { Report } from './use-backtest'

type Row = (string | number)[]

interface Words {
  say: Say
  pick: (texts: BothTexts) => string
}

export function reportRows(report: Report, { say, pick }: Words): Row[] {
  const head: Row = [
    say('backtest.name'),
    say('backtest.purchases'),
    say('backtest.members'),
    `${say('unit.points')} ${say('backtest.live')}`,
    `${say('unit.points')} ${say('backtest.proposed')}`,
    `${say('unit.yuan')} ${say('backtest.live')}`,
    `${say('unit.yuan')} ${say('backtest.proposed')}`,
    say('backtest.better'),
    say('backtest.worse'),
  ]
  const section = (title: string, rows: Row[]): Row[] => [[], [title], head, ...rows]
  return [
    head,
    rowOf(say('backtest.total'), report.total),
    ...section(
      say('backtest.tiers'),
      report.tiers.map(one => rowOf(pick(one.name) || one.tier, one)),
    ),
    ...section(
      say('backtest.stores'),
      report.stores.map(one => rowOf(one.name, one)),
    ),
    ...section(
      say('backtest.months'),
      report.months.map(one => rowOf(one.month, one)),
    ),
    [],
    [say('backtest.changed', { count: report.changed.length })],
    [
      say('backtest.bill'),
      say('entries.at'),
      say('backtest.member'),
      say('entries.store'),
      say('backtest.paid'),
      say('backtest.live'),
      say('backtest.proposed'),
      say('backtest.why'),
    ],
    ...report.changed.map(one => [
      one.billNo,
      minuteOf(one.paidAt),
      one.memberNo,
      one.storeName,
      yuanCell(one.paidFen),
      one.live,
      one.proposed,
      pick(one.explained.sentence),
    ]),
    [],
    [say('backtest.assumptions')],
    ...report.assumptions.map(one => [pick(one)]),
  ]
}

function rowOf(name: string, change: Report['total']): Row {
  return [
    name,
    change.purchases,
    change.members,
    change.pointsLive,
    change.pointsProposed,
    yuanCell(change.costFenLive),
    yuanCell(change.costFenProposed),
    change.better,
    change.worse,
  ]
}
