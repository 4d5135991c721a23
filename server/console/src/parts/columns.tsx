/** Columns as tables here use them: text, numbers read as codes or dates, and figures that are compared. */
import type { TableProps } from 'antd'
import type { ReactNode } from 'react'

export type Columns<T> = NonNullable<TableProps<T>['columns']>
type Column<T> = Exclude<Columns<T>[number], { children: unknown }>
/** Width in pixels; without one the column takes what is left. */
type Width = number | undefined

/** Words or controls. */
export function column<T>(
  title: ReactNode,
  width: Width,
  cell: (row: T) => ReactNode,
  more: Column<T> = {},
): Column<T> {
  return { title, width, render: (_: unknown, row: T) => cell(row), ...more }
}

/** Codes, dates and phone numbers: digits of equal width, read from the left. */
export function digits<T>(title: ReactNode, width: Width, cell: (row: T) => string, more: Column<T> = {}): Column<T> {
  return column(title, width, row => <span className="number">{cell(row)}</span>, more)
}

/** Amounts and counts: on the right, digits of equal width. */
export function figures<T>(
  title: ReactNode,
  width: Width,
  cell: (row: T) => ReactNode,
  more: Column<T> = {},
): Column<T> {
  return column(title, width, row => <span className="number">{cell(row)}</span>, { align: 'right', ...more })
}

/** What can be done with a row, in reach in a narrow window too. Its title is only read out. */
export function actions<T>(title: string, width: Width, cell: (row: T) => ReactNode): Column<T> {
  return column(
    <span className="visually-hidden">{title}</span>,
    width,
    row => <span className="row-actions">{cell(row)}</span>,
    { align: 'right', fixed: 'right' },
  )
}

/** A figure that is zero steps back, so that the others stand out. */
export function Quiet({ when, children }: { when: boolean; children: ReactNode }) {
  return when ? <span className="quiet">{children}</span> : children
}
