import { Button } from 'antd'
import { useState } from 'react'
import { usePreferences } from '../preferences'
import { StockDialog } from './stock-dialog'
import type { useMany } from './use-many'

interface BulkBarProps {
  codes: string[]
  /** Of the page: what it says afterwards outlives this bar. */
  many: ReturnType<typeof useMany>
  onClear: () => void
}

/** What can be done to the rewards that were chosen; every button says how many. */
export function BulkBar({ codes, many, onClear }: BulkBarProps) {
  const { say } = usePreferences()
  const [stocking, setStocking] = useState(false)
  const count = { count: codes.length }
  return (
    <section className="bulk-bar" aria-label={say('rewards.chosen', count)}>
      <strong aria-live="polite">{say('rewards.chosen', count)}</strong>
      <Button size="small" loading={many.pending} onClick={() => many.send(codes, { kind: 'SHELF', onShelf: true })}>
        {say('rewards.bulk.on', count)}
      </Button>
      <Button size="small" loading={many.pending} onClick={() => many.send(codes, { kind: 'SHELF', onShelf: false })}>
        {say('rewards.bulk.off', count)}
      </Button>
      <Button size="small" onClick={() => setStocking(true)}>
        {say('rewards.bulk.stock', count)}
      </Button>
      <Button size="small" type="text" onClick={onClear}>
        {say('rewards.bulk.clear')}
      </Button>
      {stocking ? (
        <StockDialog
          title={say('stock.title.many', count)}
          left={null}
          pending={many.pending}
          onSend={(by, reason) => many.send(codes, { kind: 'STOCK', by, reason })}
          onClose={() => setStocking(false)}
        />
      ) : null}
    </section>
  )
}
