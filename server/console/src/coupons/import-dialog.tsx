import { UploadOutlined } from '@ant-design/icons'
import type { ReplyOf } from '@huitou/shared/client'
import { Alert, App, Button } from 'antd'
import { useRef, useState } from 'react'
import { call } from '../call'
import { Dialog } from '../parts/dialog'
import { useIntention } from '../parts/request-id'
import { saveFile } from '../parts/save-file'
import { textOf } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useChange } from '../queries'
import type { Batch } from './coupon'

type Report = ReplyOf<'POST /console/coupon-batches/:id/code-imports'>

/** Codes by file: looked at first, row by row; only then do the good ones come in. */
export function ImportDialog({ batch, onClose }: { batch: Batch; onClose: () => void }) {
  const { say, language } = usePreferences()
  const { message } = App.useApp()
  const input = useRef<HTMLInputElement>(null)
  const [csv, setCsv] = useState('')
  const [requestId, next] = useIntention()
  const send = (text: string, dryRun: boolean) =>
    call('POST /console/coupon-batches/:id/code-imports', {
      params: { id: batch.id },
      body: { requestId, csv: text, dryRun },
    })
  const look = useChange((text: string) => send(text, true), [])
  const bringIn = useChange(
    () => send(csv, false),
    ['GET /console/coupon-batches', 'GET /console/coupons', 'GET /console/audit'],
  )
  const choose = async (file: File | undefined) => {
    if (!file) return
    const text = await file.text()
    setCsv(text)
    next()
    look.mutate(text)
  }
  const report = look.data
  const finish = () =>
    bringIn.mutate(undefined, {
      onSuccess: done => {
        message.success(say('import.done', { accepted: done.accepted }))
        onClose()
      },
      onError: error => error.passing || next(),
    })
  const error = bringIn.error ?? look.error
  return (
    <Dialog
      open
      title={say('import.title', { name: batch.name })}
      okText={say('import.send', { accepted: report?.accepted ?? 0 })}
      okButtonProps={{ disabled: !report || report.accepted === 0, loading: bringIn.isPending }}
      onOk={finish}
      onCancel={onClose}
    >
      {error ? <Alert className="form-alert" type="error" showIcon title={textOf(error, say, language)} /> : null}
      <p className="page-note">{say('import.note')}</p>
      <input
        ref={input}
        type="file"
        accept=".csv,.txt,text/csv,text/plain"
        className="visually-hidden"
        aria-label={say('import.file')}
        tabIndex={-1}
        onChange={event => void choose(event.target.files?.[0])}
      />
      <Button icon={<UploadOutlined />} loading={look.isPending} onClick={() => input.current?.click()}>
        {say('import.file')}
      </Button>
      {report ? <Checked report={report} /> : null}
    </Dialog>
  )
}

function Checked({ report }: { report: Report }) {
  const { say } = usePreferences()
  const { rows, accepted, refused, errors } = report
  const save = () => {
    const lines = errors.map(
      ({ row, code, why }) => `${row},"${code.replaceAll('"', '""')}",${say(`import.why.${why}`)}`,
    )
    // The mark lets spreadsheets read Chinese.
    const text = `\uFEFF${say('import.row')},${say('coupon.code')},${say('import.why')}\n${lines.join('\n')}\n`
    saveFile(new Blob([text], { type: 'text/csv' }), 'import-errors.csv')
  }
  return (
    <div className="import-report" aria-live="polite">
      <Alert
        type={refused > 0 ? 'warning' : 'success'}
        showIcon
        title={say('import.checked', { rows, accepted, refused })}
        action={
          refused > 0 ? (
            <Button size="small" onClick={save}>
              {say('import.errors')}
            </Button>
          ) : null
        }
      />
      <ul>
        {errors.slice(0, 10).map(({ row, code, why }) => (
          <li key={row}>
            <span className="number">{row}</span> <code>{code}</code>{' '}
            <span className="quiet">{say(`import.why.${why}`)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
