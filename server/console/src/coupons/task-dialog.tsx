import { formatPoints } from '@huitou/shared/amounts'
import { Alert, App, Form, Input } from 'antd'
import { useState } from 'react'
import { call } from '../call'
import { Dialog } from '../parts/dialog'
import { useIntention } from '../parts/request-id'
import { Bone, ErrorView, textOf } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useChange, useRead } from '../queries'
import { MomentField } from '../rules/moment-field'
import type { Batch } from './coupon'
import { Field, Toggle } from './fields'

interface TaskDialogProps {
  batch: Batch
  kind: 'RECALL' | 'EXTEND'
  onClose: () => void
}

/** A recall or an extension: how many it concerns first, then the reason, and a button that says the number again. */
export function TaskDialog({ batch, kind, onClose }: TaskDialogProps) {
  const { say, language } = usePreferences()
  const task = useTask({ batch, kind, onClose })
  const { wish, setWish, reach } = task
  const coupons = reach.data?.coupons ?? 0
  return (
    <Dialog
      open
      title={say(kind === 'RECALL' ? 'task.recall.title' : 'task.extend.title', { name: batch.name })}
      okText={say(kind === 'RECALL' ? 'task.recall' : 'task.extend', { coupons: formatPoints(coupons) })}
      okButtonProps={{ danger: kind === 'RECALL', disabled: !task.fit, loading: task.pending }}
      onOk={task.send}
      onCancel={onClose}
    >
      {task.error ? (
        <Alert className="form-alert" type="error" showIcon title={textOf(task.error, say, language)} />
      ) : null}
      <Form layout="vertical" component="div">
        {kind === 'EXTEND' ? (
          <>
            <Field id="task-until" label={say('task.until')}>
              <MomentField id="task-until" value={wish.until} onChange={until => setWish({ ...wish, until })} />
            </Field>
            <Toggle
              label={say('task.expired')}
              on={wish.includeExpired}
              onChange={on => setWish({ ...wish, includeExpired: on })}
            />
          </>
        ) : null}
        <Reach task={task} kind={kind} />
        <Field id="task-reason" label={say('task.reason')}>
          <Input
            id="task-reason"
            value={wish.reason}
            maxLength={200}
            onChange={event => setWish({ ...wish, reason: event.target.value })}
          />
        </Field>
      </Form>
    </Dialog>
  )
}

function useTask({ batch, kind, onClose }: TaskDialogProps) {
  const { say } = usePreferences()
  const { message } = App.useApp()
  const [wish, setWish] = useState({ until: null as string | null, includeExpired: false, reason: '' })
  const [requestId, next] = useIntention()
  const known = kind === 'RECALL' || wish.until !== null
  const query =
    kind === 'RECALL'
      ? { kind }
      : {
          kind,
          until: wish.until ?? undefined,
          includeExpired: wish.includeExpired ? ('true' as const) : ('false' as const),
        }
  const reach = useRead(
    'GET /console/coupon-batches/:id/reach',
    { params: { id: batch.id }, query },
    { enabled: known, staleMs: 0 },
  )
  const coupons = reach.data?.coupons ?? 0
  const change = useChange(() => {
    const body = { requestId, kind, includeExpired: wish.includeExpired, until: wish.until, reason: wish.reason.trim() }
    return call('POST /console/coupon-batches/:id/tasks', {
      params: { id: batch.id },
      body: { ...body, expected: coupons },
    })
  }, [
    'GET /console/coupon-batches',
    'GET /console/coupons',
    'GET /console/coupon-batches/:id/reach',
    'GET /console/audit',
  ])
  const send = () =>
    change.mutate(undefined, {
      onSuccess: ({ changed, done }) => {
        next()
        message.success(say(done ? 'task.done' : 'task.going', { changed: formatPoints(changed) }))
        onClose()
      },
      onError: error => error.passing || next(),
    })
  const codes = reach.data?.codes ?? 0
  const fit = known && wish.reason.trim().length > 1 && (coupons > 0 || (kind === 'RECALL' && codes > 0))
  return { wish, setWish, reach, known, send, pending: change.isPending, error: change.error, fit }
}

function Reach({ task, kind }: { task: ReturnType<typeof useTask>; kind: 'RECALL' | 'EXTEND' }) {
  const { say } = usePreferences()
  const { reach } = task
  if (!task.known) return null
  if (!reach.data && reach.error) return <ErrorView small error={reach.error} retry={() => reach.refetch()} />
  if (!reach.data) return <Bone width="80%" height={40} />
  const { coupons, members, codes, locked } = reach.data
  const lines = [
    coupons > 0
      ? say('task.reach', { coupons: formatPoints(coupons), members: formatPoints(members) })
      : say('task.reach.none'),
    ...(codes > 0 ? [say('task.reach.codes', { codes: formatPoints(codes) })] : []),
    ...(locked > 0 ? [say('task.reach.locked', { locked: formatPoints(locked) })] : []),
    ...(kind === 'RECALL' ? [say('task.final')] : []),
  ]
  return (
    <Alert
      className="form-alert"
      type={kind === 'RECALL' ? 'warning' : 'info'}
      showIcon
      aria-live="polite"
      title={lines.map(line => <div key={line}>{line}</div>)}
    />
  )
}
