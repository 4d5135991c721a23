import { formatPoints, formatYuan } from '@huitou/shared/amounts'
import { Table } from 'antd'
import { usePreferences } from '../preferences'
import { DataTable } from './data-table'
import type { MonthFigures } from './month-bars'
import { EmptyView } from './state-views'

/** The same months as numbers, with their totals. */
export function MonthTable({ months }: { months: readonly MonthFigures[] }) {
  const { say } = usePreferences()
  const sum = (of: (month: MonthFigures) => number) => months.reduce((total, month) => total + of(month), 0)
  const points = (key: 'issued' | 'spent' | 'expired') => ({
    key,
    title: say(`overview.${key}`),
    align: 'right' as const,
    render: (_: unknown, month: MonthFigures) => <span className="number">{formatPoints(month[key])}</span>,
  })
  return (
    <DataTable<MonthFigures>
      label={say('overview.months')}
      minWidth={640}
      rows={[...months].reverse()}
      rowKey={month => month.month}
      empty={<EmptyView drawing="bowl" title={say('overview.months.none')} hint={say('overview.months.hint')} />}
      columns={[
        {
          key: 'month',
          title: say('overview.month'),
          render: (_, month) => <span className="number">{month.month}</span>,
        },
        points('issued'),
        points('spent'),
        points('expired'),
        {
          key: 'bills',
          title: say('overview.bills'),
          align: 'right',
          render: (_, month) => <span className="number">{formatPoints(month.bills)}</span>,
        },
        {
          key: 'paid',
          title: say('overview.paid'),
          align: 'right',
          render: (_, month) => <span className="number">{formatYuan(month.paidFen)}</span>,
        },
      ]}
      summary={() => (
        <Table.Summary.Row className="totals">
          <Table.Summary.Cell index={0}>{say('table.total')}</Table.Summary.Cell>
          {[
            formatPoints(sum(month => month.issued)),
            formatPoints(sum(month => month.spent)),
            formatPoints(sum(month => month.expired)),
            formatPoints(sum(month => month.bills)),
            formatYuan(sum(month => month.paidFen)),
          ].map((text, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the cells are the columns, in their fixed order
            <Table.Summary.Cell key={index} index={index + 1} align="right">
              <span className="number">{text}</span>
            </Table.Summary.Cell>
          ))}
        </Table.Summary.Row>
      )}
    />
  )
}
