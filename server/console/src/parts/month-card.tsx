import { Card, Segmented } from 'antd'
import { type ReactNode, useState } from 'react'
import { usePreferences } from '../preferences'
import { Bone } from './state-views'

interface MonthCardProps {
  title: string
  /** Whether the months are here. */
  ready: boolean
  bars: () => ReactNode
  table: () => ReactNode
}

/** Months as bars, or the same numbers in a table. */
export function MonthCard({ title, ready, bars, table }: MonthCardProps) {
  const { say } = usePreferences()
  const [view, setView] = useState<'bars' | 'table'>('bars')
  return (
    <Card
      title={title}
      extra={
        <Segmented
          value={view}
          onChange={setView}
          aria-label={say('overview.view')}
          options={[
            { value: 'bars', label: say('overview.bars') },
            { value: 'table', label: say('overview.table') },
          ]}
        />
      }
      styles={view === 'table' && ready ? { body: { padding: 0 } } : undefined}
    >
      {!ready ? <Bone width="100%" height={260} /> : view === 'bars' ? bars() : table()}
    </Card>
  )
}
