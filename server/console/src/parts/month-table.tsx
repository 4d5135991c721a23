import { formatPoints, formatYuan } from '@huitou/shared/amounts'
import { Table } from 'antd'
import type { ReactNode } from 'react'
import { usePreferences } from '../preferences'
import { digits, figures } from './columns'
import { DataTable } from './data-table'

export interface MonthFigures {
  month: string
  issued: number
  spent: number
  expired: number
  paidFen: number
  bills: number
}

/** The same months as numbers, with their totals. */
export function MonthTable({ months, empty }: { months: readonly MonthFigures[]; empty: ReactNode }) {
  const { say } = usePreferences()
  const sum = (of: (month: MonthFigures) => number) => months.reduce((total, month) => total + of(month), 0)
  return (
    <DataTable<MonthFigures>
      label={say('overview.months')}
      minWidth={640}
      rows={[...months].reverse()}
      rowKey={month => month.month}
      empty={empty}
      columns={[
        digits(say('overview.month'), undefined, month => month.month),
        figures(say('overview.issued'), undefined, month => formatPoints(month.issued)),
        figures(say('overview.spent'), undefined, month => formatPoints(month.spent)),
        figures(say('overview.expired'), undefined, month => formatPoints(month.expired)),
        figures(say('overview.bills'), undefined, month => formatPoints(month.bills)),
        figures(say('overview.paid'), undefined, month => formatYuan(month.paidFen)),
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
