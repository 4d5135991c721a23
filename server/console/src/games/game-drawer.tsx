/** What lotteries and group offers share: a drawer with a switch, versions, and a form to publish the next one. */
import { Alert, App, Button, Drawer, Input, Popconfirm, Tag } from 'antd'
import type { ReactNode } from 'react'
import { column, digits } from '../parts/columns'
import { DataTable } from '../parts/data-table'
import { useLeaveGuard } from '../parts/leave-guard'
import { EmptyView, textOf } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { minuteOf } from '../times'

export interface Version {
  version: number
  reason: string
  publishedAt: string
  publishedBy: string
}

export function VersionTable({ versions }: { versions: readonly Version[] }) {
  const { say } = usePreferences()
  return (
    <DataTable<Version>
      inside
      label={say('coupon.versions')}
      minWidth={560}
      rows={versions}
      rowKey={one => String(one.version)}
      pageSize={5}
      empty={<EmptyView drawing="ledger" title={say('coupon.versions')} />}
      columns={[
        column(say('coupon.versions'), 90, one => say('coupon.version', { version: one.version })),
        column(say('coupon.reason'), undefined, one => one.reason, { className: 'wrap' }),
        digits(say('tiers.published_at'), 150, one => minuteOf(one.publishedAt)),
        column(say('tiers.published_by'), 150, one => one.publishedBy, { className: 'wrap' }),
      ]}
    />
  )
}

interface OpenSwitchProps {
  open: boolean
  pending: boolean
  /** Asked before it is stopped: what happens to those who are in the middle of it. */
  ask: string
  onTurn: (open: boolean) => void
}

/** Stops it at once, or lets it go on. */
export function OpenSwitch({ open, pending, ask, onTurn }: OpenSwitchProps) {
  const { say } = usePreferences()
  if (!open) {
    return (
      <Button loading={pending} onClick={() => onTurn(true)}>
        {say('game.start')}
      </Button>
    )
  }
  return (
    <Popconfirm title={ask} onConfirm={() => onTurn(false)}>
      <Button danger loading={pending}>
        {say('game.stop')}
      </Button>
    </Popconfirm>
  )
}

export function OpenTag({ open }: { open: boolean }) {
  const { say } = usePreferences()
  return <Tag color={open ? 'success' : 'default'}>{say(open ? 'game.open' : 'game.stopped')}</Tag>
}

interface EditorDrawerProps {
  title: string
  dirty: boolean
  fit: boolean
  /** What is still missing, in words. */
  lacks: readonly string[]
  pending: boolean
  error: Error | null
  reason: string
  version: number
  onReason: (reason: string) => void
  onSend: () => void
  onClose: () => void
  children: ReactNode
}

/** A form in a drawer with its reason and its one button; nothing is saved before it is published. */
export function EditorDrawer(props: EditorDrawerProps) {
  const { title, dirty, fit, lacks, pending, error, reason, version, onReason, onSend, onClose, children } = props
  const { say, language } = usePreferences()
  const mayLeave = useLeaveGuard(dirty)
  const close = async () => {
    if (await mayLeave()) onClose()
  }
  return (
    <Drawer
      open
      onClose={close}
      size={1000}
      title={title}
      mask={{ closable: !dirty }}
      footer={
        <div className="coupon-foot">
          {error ? <Alert type="error" showIcon title={textOf(error, say, language)} /> : null}
          {dirty && lacks.length > 0 ? <p className="note-warn lacks">{lacks.join(' · ')}</p> : null}
          <Input
            value={reason}
            maxLength={200}
            aria-label={say('coupon.reason')}
            placeholder={`${say('coupon.reason')}：${say('coupon.reason.hint')}`}
            onChange={event => onReason(event.target.value)}
            onPressEnter={() => fit && onSend()}
          />
          <Button type="primary" disabled={!fit} loading={pending} onClick={onSend}>
            {version > 0 ? say('coupon.publish.version', { version: version + 1 }) : say('coupon.publish')}
          </Button>
        </div>
      }
    >
      {children}
    </Drawer>
  )
}

/** Says that something was done, or why not. */
export function useTold() {
  const { say, language } = usePreferences()
  const { message } = App.useApp()
  return {
    published: () => message.success(say('reward.published')),
    failed: (error: Error) => message.error(textOf(error, say, language)),
  }
}
