import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { mayChangeRules, maySeeCost } from '../access'
import { PairTable } from '../coupons/pair-table'
import { StackMatrix } from '../coupons/stack-matrix'
import { useStacking } from '../coupons/use-stacking'
import { WorstPanel } from '../coupons/worst-panel'
import { useOperator } from '../operator'
import { Dialog } from '../parts/dialog'
import { useLeaveGuard } from '../parts/leave-guard'
import { DeniedView } from '../parts/page-failures'
import { PageHead } from '../parts/page-head'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import '../styles/coupons.css'

/** As many as are weighed together. */
const MOST = 60

/** What goes with what, the order that leaves least by it, and every two coupons that overlap. */
export function CouponStackingPage() {
  const { say } = usePreferences()
  const { role } = useOperator()
  const mayChange = mayChangeRules(role)
  const list = useRead('GET /console/coupons', { query: { limit: MOST } })
  const coupons = list.data?.items
  const state = useStacking(coupons ?? [])
  const [asking, setAsking] = useState(false)
  const { changed } = state
  useLeaveGuard(changed.length > 0)
  if (!maySeeCost(role)) return <DeniedView />
  const actions =
    changed.length > 0 ? (
      <>
        <Button onClick={state.undo}>{say('matrix.undo')}</Button>
        <Button type="primary" onClick={() => setAsking(true)}>
          {say('matrix.publish', { count: changed.length })}
        </Button>
      </>
    ) : null
  return (
    <>
      <PageHead
        back={<Link to="/coupons">{say('coupons.title')}</Link>}
        title={say('matrix.title')}
        note={say('matrix.note')}
        actions={actions}
      />
      <WorstPanel coupons={coupons ?? []} state={state} />
      <section className="card" aria-label={say('matrix.title')}>
        <p className="page-note padded">{say('matrix.hint')}</p>
        <StackMatrix
          coupons={coupons}
          error={list.error}
          retry={() => list.refetch()}
          mayChange={mayChange}
          state={state}
        />
      </section>
      <section className="card" aria-label={say('pairs.title')}>
        <h2 className="card-title">{say('pairs.title')}</h2>
        <PairTable pairs={coupons?.length === 0 ? [] : state.worst.data?.pairs} stale={state.worst.isPlaceholderData} />
      </section>
      {asking ? <PublishDialog state={state} onClose={() => setAsking(false)} /> : null}
    </>
  )
}

function PublishDialog({ state, onClose }: { state: ReturnType<typeof useStacking>; onClose: () => void }) {
  const { say, pick } = usePreferences()
  const [reason, setReason] = useState('')
  const { changed, worst, send, pending } = state
  return (
    <Dialog
      open
      title={say('matrix.publish', { count: changed.length })}
      okText={say('matrix.publish', { count: changed.length })}
      okButtonProps={{ disabled: reason.trim().length < 2, loading: pending }}
      onOk={() => send(reason.trim(), onClose)}
      onCancel={onClose}
    >
      <p className="page-note">{say('coupon.edit.note')}</p>
      <ul className="matrix-changes">
        {changed.map(({ code, definition, version }) => (
          <li key={code}>
            {pick(definition.name) || definition.name.zh}{' '}
            <span className="quiet">{say('coupon.version', { version: version + 1 })}</span>
          </li>
        ))}
      </ul>
      {worst.data?.worst.isBelow ? <p className="note-warn">{pick(worst.data.worst.sentence)}</p> : null}
      <Form layout="vertical" component="div">
        <Form.Item label={say('coupon.reason')} htmlFor="matrix-reason">
          <Input
            id="matrix-reason"
            autoFocus
            value={reason}
            maxLength={200}
            placeholder={say('coupon.reason.hint')}
            onChange={event => setReason(event.target.value)}
          />
        </Form.Item>
      </Form>
    </Dialog>
  )
}
