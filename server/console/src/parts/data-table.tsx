import { Table, type TableProps } from 'antd'
import { type ReactNode, useSyncExternalStore } from 'react'
import { usePreferences } from '../preferences'
import type { Columns } from './columns'
import { Bone, ErrorView } from './state-views'

const TOP_BAR = 56
const lowScreen = window.matchMedia('(max-height: 480px)')

/** Where a sticky table header stops, in pixels: below the top bar, which scrolls away itself on a low screen. */
export function useStickyTop(): number {
  const low = useSyncExternalStore(
    changed => {
      lowScreen.addEventListener('change', changed)
      return () => lowScreen.removeEventListener('change', changed)
    },
    () => lowScreen.matches,
  )
  return low ? 0 : TOP_BAR
}

interface DataTableProps<T extends object> {
  label: string
  columns: Columns<T>
  rows: readonly T[] | undefined
  rowKey: (row: T) => string
  error?: Error | null
  retry?: () => void
  empty: ReactNode
  /** Rows are being replaced by those of a newer question. */
  stale?: boolean
  minWidth: number
  skeletonRows?: number
  onRow?: TableProps<T>['onRow']
  rowClassName?: TableProps<T>['rowClassName']
  summary?: TableProps<T>['summary']
  /** Rows are chosen by ticks in front of them. */
  rowSelection?: TableProps<T>['rowSelection']
  /** Rows a page, for a list that is here as a whole. */
  pageSize?: number
  /** Inside a dialog or drawer, which have no top bar for the header to stop below. */
  inside?: boolean
}

/** A dense table with a header that stays, and its own loading, empty and failed states in the same place. */
export function DataTable<T extends object>(props: DataTableProps<T>) {
  const { say } = usePreferences()
  const { rows, columns, error, minWidth } = props
  const stickyTop = useStickyTop()
  if (!rows && error) return <ErrorView error={error} retry={props.retry} />
  if (!rows) return <SkeletonTable columns={columns} rows={props.skeletonRows ?? 8} minWidth={minWidth} />
  if (rows.length === 0) return <>{props.empty}</>
  return (
    <Table<T>
      aria-label={props.label}
      className={props.stale ? 'data-table stale' : 'data-table'}
      size="small"
      columns={columns}
      dataSource={rows}
      rowKey={props.rowKey}
      sticky={props.inside ? false : { offsetHeader: stickyTop }}
      scroll={{ x: minWidth }}
      pagination={
        props.pageSize && rows.length > props.pageSize
          ? { pageSize: props.pageSize, showSizeChanger: false, size: 'small' }
          : false
      }
      onRow={props.onRow}
      rowClassName={props.rowClassName}
      rowSelection={
        props.rowSelection && {
          getTitleCheckboxProps: () => ({ 'aria-label': say('table.all') }),
          ...props.rowSelection,
        }
      }
      summary={props.summary}
    />
  )
}

function SkeletonTable<T extends object>({
  columns,
  rows,
  minWidth,
}: {
  columns: Columns<T>
  rows: number
  minWidth: number
}) {
  const bones = columns.map((column, index) => ({
    key: index,
    title: typeof column.title === 'function' ? null : column.title,
    width: column.width,
    align: column.align,
    render: () => <Bone width={index % 3 === 0 ? '80%' : '60%'} />,
  }))
  const lines = Array.from({ length: rows }, (_, key) => ({ key }))
  return (
    <Table
      className="data-table"
      size="small"
      aria-busy="true"
      columns={bones}
      dataSource={lines}
      scroll={{ x: minWidth }}
      pagination={false}
    />
  )
}
