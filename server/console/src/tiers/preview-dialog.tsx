import { formatPoints } from '@huitou/shared/amounts'
import type { ReplyOf, RequestOf } from '@huitou/shared/client'
import { Alert, App, Form, Input, Modal, Switch } from 'antd'
import { useEffect, useState } from 'react'
import { call, read } from '../call'
import { column, figures } from '../parts/columns'
import { CopyText } from '../parts/copy-text'
import { DataTable } from '../parts/data-table'
import { useIntention } from '../parts/request-id'
import { Bone, EmptyView, ErrorView, textOf } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useChange } from '../queries'
import type { Ladder } from './ladder'

type Preview = ReplyOf<'POST /console/tiers/previews'>
type Body = RequestOf<'POST /console/tiers/versions'>['body']

/** Going through everybody takes longer than an ordinary answer. */
const TIME_OUT_MS = 120_000

interface PreviewDialogProps {
  version: number
  ladder: Ladder
  onClose: () => void
  onPublished: () => void
}

/** Who rises and falls, said before anything is published; then the reason, and the notice to copy. */
export function PreviewDialog({ version, ladder, onClose, onPublished }: PreviewDialogProps) {
  const { say, language } = usePreferences()
  const { message } = App.useApp()
  const [form] = Form.useForm<{ reason: string }>()
  const [grandfather, setGrandfather] = useState(true)
  const [requestId] = useIntention()
  const look = useChange(
    (spared: boolean) =>
      read('POST /console/tiers/previews', { body: { ladder, grandfather: spared } }, { timeOutMs: TIME_OUT_MS }),
    [],
  )
  const publish = useChange(
    (body: Body) => call('POST /console/tiers/versions', { body }),
    ['GET /console/tiers', 'GET /console/audit', 'GET /console/members/:memberNo/tier'],
  )
  const { mutate } = look
  useEffect(() => mutate(grandfather), [mutate, grandfather])
  const send = ({ reason }: { reason: string }) =>
    publish.mutate(
      { requestId, version, ladder, grandfather, reason: reason.trim() },
      {
        onSuccess: () => {
          message.success(say('tiers.published', { version: version + 1 }))
          onPublished()
        },
      },
    )
  return (
    <Modal
      open
      width={760}
      title={say('tiers.preview.title')}
      okText={say('tiers.preview.publish', { version: version + 1 })}
      okButtonProps={{ disabled: !look.data || look.isPending }}
      confirmLoading={publish.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      {publish.error ? (
        <Alert className="form-alert" type="error" showIcon title={textOf(publish.error, say, language)} />
      ) : null}
      <Form form={form} layout="vertical" onFinish={send} initialValues={{ reason: '' }}>
        <Form.Item label={say('tiers.preview.grandfather')} extra={say('tiers.preview.grandfather.note')}>
          <Switch checked={grandfather} onChange={setGrandfather} aria-label={say('tiers.preview.grandfather')} />
        </Form.Item>
        {look.error ? <ErrorView small error={look.error} retry={() => look.mutate(grandfather)} /> : null}
        {look.isPending ? <Counting /> : null}
        {look.data && !look.isPending ? <Outcome preview={look.data} /> : null}
        <Form.Item
          name="reason"
          label={say('tiers.preview.reason')}
          extra={say('tiers.preview.reason.hint')}
          rules={[{ required: true, whitespace: true, min: 2, max: 200, message: say('form.missing') }]}
        >
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 4 }} maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  )
}

function Counting() {
  const { say } = usePreferences()
  return (
    <div aria-busy="true">
      <p className="page-note">{say('tiers.preview.counting')}</p>
      <Bone width="100%" height={180} />
    </div>
  )
}

function Outcome({ preview }: { preview: Preview }) {
  const { say, pick } = usePreferences()
  const { rise, fall, stay, fallAnyway, reviewOn, rungs, sample, notice } = preview
  return (
    <div className="tier-outcome">
      <dl className="tier-counts">
        <Count label={say('tiers.preview.rise')} count={rise} />
        <Count label={say('tiers.preview.fall', { day: reviewOn })} count={fall} />
        <Count label={say('tiers.preview.stay')} count={stay} />
      </dl>
      {fall > 0 ? (
        <p className="page-note">
          {fallAnyway > 0 ? `${say('tiers.preview.anyway', { count: fallAnyway })}${say('tiers.stop')}` : ''}
          {say('tiers.preview.grace')}
        </p>
      ) : null}
      <DataTable<Preview['rungs'][number]>
        label={say('tiers.ladder')}
        inside
        minWidth={420}
        rows={rungs}
        rowKey={rung => rung.code}
        empty={null}
        columns={[
          column(say('tiers.name'), undefined, rung => pick(rung.name)),
          figures(say('tiers.preview.before'), undefined, rung => formatPoints(rung.before)),
          figures(say('tiers.preview.after'), undefined, rung => formatPoints(rung.after)),
        ]}
      />
      <h3>{say('tiers.preview.sample')}</h3>
      <DataTable<Preview['sample'][number]>
        label={say('tiers.preview.sample')}
        inside
        minWidth={420}
        rows={sample}
        rowKey={one => one.memberNo}
        pageSize={5}
        empty={<EmptyView drawing="bowl" title={say('tiers.preview.sample.none')} />}
        columns={[
          column(say('tiers.preview.member'), undefined, one => `${one.nickname} ${one.memberNo}`),
          column(say('tiers.preview.move'), undefined, one => `${pick(one.from.name)} → ${pick(one.to.name)}`),
        ]}
      />
      <h3>{say('tiers.preview.notice')}</h3>
      <div className="notice-draft">
        <CopyText text={pick(notice)} />
      </div>
    </div>
  )
}

function Count({ label, count }: { label: string; count: number }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="number">{formatPoints(count)}</dd>
    </div>
  )
}
