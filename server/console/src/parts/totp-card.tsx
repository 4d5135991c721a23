import type { ReplyOf } from '@huitou/shared/client'
import { useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Card, Tag } from 'antd'
import { useState } from 'react'
import type { Operator } from '../access'
import { call } from '../call'
import { usePreferences } from '../preferences'
import { readKey, useChange } from '../queries'
import { qrPaper } from '../theme'
import { CopyText } from './copy-text'
import { textOf } from './state-views'
import { TotpInput } from './totp-input'

/** Two-step sign-in: off, being set up, or on. */
export function TotpCard({ operator }: { operator: Operator }) {
  const { say, language } = usePreferences()
  const [setup, setSetup] = useState<ReplyOf<'POST /console/totp'> | null>(null)
  const [ending, setEnding] = useState(false)
  const begin = useChange(() => call('POST /console/totp'), [])
  const on = operator.totpEnabled
  return (
    <Card
      title={say('totp.title')}
      extra={<Tag color={on ? 'success' : 'default'}>{on ? say('totp.on') : say('totp.off')}</Tag>}
    >
      <p>{on ? say('totp.on.note') : say('totp.off.note')}</p>
      {begin.error ? (
        <Alert className="form-alert" type="error" showIcon title={textOf(begin.error, say, language)} />
      ) : null}
      {!on && !setup ? (
        <Button
          type="primary"
          loading={begin.isPending}
          onClick={() => begin.mutate(undefined, { onSuccess: setSetup })}
        >
          {say('totp.begin')}
        </Button>
      ) : null}
      {!on && setup ? <SetUp setup={setup} onCancel={() => setSetup(null)} onDone={() => setSetup(null)} /> : null}
      {on && !ending ? (
        <Button danger onClick={() => setEnding(true)}>
          {say('totp.end')}
        </Button>
      ) : null}
      {on && ending ? <End onCancel={() => setEnding(false)} /> : null}
    </Card>
  )
}

interface SetUpProps {
  setup: ReplyOf<'POST /console/totp'>
  onCancel: () => void
  onDone: () => void
}

function SetUp({ setup, onCancel, onDone }: SetUpProps) {
  const { say } = usePreferences()
  // As an image the drawing cannot run anything, whatever it contains.
  const image = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(setup.qrSvg)}`
  return (
    <>
      <ol className="totp-steps">
        <li>
          {say('totp.step.scan')}
          <img
            className="totp-image"
            style={{ background: qrPaper }}
            src={image}
            alt={say('totp.image')}
            width={180}
            height={180}
          />
          <div className="page-note">
            {say('totp.step.secret')} <CopyText text={setup.secret} />
          </div>
        </li>
        <li>{say('totp.step.code')}</li>
      </ol>
      <CodeForm
        submit={say('totp.confirm')}
        done={say('totp.turned_on')}
        send={totp => call('PUT /console/totp', { body: { totp } })}
        onCancel={onCancel}
        onDone={onDone}
      />
    </>
  )
}

function End({ onCancel }: { onCancel: () => void }) {
  const { say } = usePreferences()
  return (
    <>
      <p>{say('totp.end.note')}</p>
      <CodeForm
        danger
        submit={say('totp.end.confirm')}
        done={say('totp.turned_off')}
        send={totp => call('DELETE /console/totp', { body: { totp } })}
        onCancel={onCancel}
        onDone={onCancel}
      />
    </>
  )
}

interface CodeFormProps {
  submit: string
  done: string
  danger?: boolean
  send: (totp: string) => Promise<Operator>
  onCancel: () => void
  onDone: () => void
}

/** Six digits from the authenticator, which prove that it is at hand. */
function CodeForm({ submit, done, danger, send, onCancel, onDone }: CodeFormProps) {
  const { say, language } = usePreferences()
  const { message } = App.useApp()
  const client = useQueryClient()
  const [code, setCode] = useState('')
  const confirm = useChange(send, ['GET /console/audit'])
  const onSubmit = () =>
    confirm.mutate(code, {
      onSuccess: operator => {
        client.setQueryData(readKey('GET /console/me'), operator)
        message.success(done)
        onDone()
      },
      onError: () => setCode(''),
    })
  return (
    <form
      className="code-form"
      onSubmit={event => {
        event.preventDefault()
        onSubmit()
      }}
    >
      <TotpInput value={code} busy={confirm.isPending} onChange={setCode} />
      {confirm.error ? <Alert type="error" showIcon title={textOf(confirm.error, say, language)} /> : null}
      <div className="drawer-footer">
        <Button onClick={onCancel}>{say('action.cancel')}</Button>
        <Button type="primary" danger={danger} htmlType="submit" disabled={code.length < 6} loading={confirm.isPending}>
          {submit}
        </Button>
      </div>
    </form>
  )
}
