import type { ReplyOf } from '@huitou/shared/client'
import { useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Checkbox, Form, Input } from 'antd'
import { useState } from 'react'
import { Navigate, useLocation, useNavigate } from 'react-router'
import { landingOf } from '../access'
import { CallError, call } from '../call'
import { Mark } from '../parts/drawings'
import { LoginScene } from '../parts/login-scene'
import { textOf } from '../parts/state-views'
import { TotpInput } from '../parts/totp-input'
import { ViewSwitches } from '../parts/view-switches'
import { usePreferences } from '../preferences'
import { readKey } from '../queries'
import { hasSession, openSession } from '../session'
import { minuteOf } from '../times'

const LOCK_SECONDS = 900

interface Credentials {
  username: string
  password: string
  keep: boolean
}

export function LoginPage() {
  const { say } = usePreferences()
  const enter = useEntrance()
  const [credentials, setCredentials] = useState<Credentials | null>(null)
  if (hasSession() && !enter.busy) return <Navigate to={enter.from ?? '/'} replace />

  const onCredentials = async (given: Credentials) => {
    const asked = await enter.attempt(given)
    if (asked === 'operator.totp_required') setCredentials(given)
  }
  return (
    <div className="login">
      <div className="login-switches">
        <ViewSwitches />
      </div>
      <aside className="login-side">
        <Mark size={56} />
        <p className="login-word">{say('product.word')}</p>
        <p className="login-line">{say('product.line')}</p>
        <div className="login-drawing">
          <LoginScene />
        </div>
      </aside>
      <main className="login-main">
        {credentials ? (
          <SecondStep
            failure={enter.failure}
            busy={enter.busy}
            onCode={totp => enter.attempt({ ...credentials, totp })}
            onBack={() => {
              enter.clear()
              setCredentials(null)
            }}
          />
        ) : (
          <FirstStep failure={enter.failure} busy={enter.busy} lost={enter.lost} onSubmit={onCredentials} />
        )}
      </main>
    </div>
  )
}

/** Signing in: one attempt at a time, its failure, and where to go when it succeeds. */
function useEntrance() {
  const { say } = usePreferences()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const client = useQueryClient()
  const location = useLocation()
  const { from, lost } = (location.state ?? {}) as { from?: string; lost?: boolean }
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Error | null>(null)

  const welcome = ({ tokens, operator }: ReplyOf<'POST /console/sessions'>, keep: boolean) => {
    client.clear()
    client.setQueryData(readKey('GET /console/me'), operator)
    openSession(tokens, keep)
    message.info(
      operator.lastLoginAt
        ? say('operator.last_login', { at: minuteOf(operator.lastLoginAt) })
        : say('operator.first_login'),
    )
    navigate(from ?? landingOf(operator), { replace: true })
  }
  const attempt = async ({ username, password, keep, totp }: Credentials & { totp?: string }) => {
    setBusy(true)
    setFailure(null)
    try {
      welcome(await call('POST /console/sessions', { body: { username: username.trim(), password, totp } }), keep)
      return null
    } catch (error) {
      const code = error instanceof CallError ? error.code : null
      // Being asked for the second step is the way in, not a failure.
      if (code !== 'operator.totp_required') setFailure(error as Error)
      return code
    } finally {
      setBusy(false)
    }
  }
  return { attempt, busy, failure, from, lost, clear: () => setFailure(null) }
}

interface FirstStepProps {
  failure: Error | null
  busy: boolean
  /** The session ended by itself a moment ago. */
  lost: boolean | undefined
  onSubmit: (given: Credentials) => void
}

function FirstStep(props: FirstStepProps) {
  const { say } = usePreferences()
  return (
    <>
      <h1>{say('login.title')}</h1>
      <p className="page-note">{say('login.note')}</p>
      {props.lost && !props.failure ? (
        <Alert className="login-failure" type="warning" showIcon title={say('login.lost')} />
      ) : null}
      <Failure error={props.failure} />
      <Form<Credentials>
        layout="vertical"
        requiredMark={false}
        initialValues={{ username: '', password: '', keep: false }}
        onFinish={props.onSubmit}
      >
        <Form.Item
          name="username"
          label={say('login.username')}
          rules={[{ required: true, whitespace: true, message: say('login.username.missing') }, { max: 40 }]}
        >
          <Input size="large" autoComplete="username" autoFocus autoCapitalize="none" spellCheck={false} />
        </Form.Item>
        <Form.Item
          name="password"
          label={say('login.password')}
          rules={[{ required: true, message: say('login.password.missing') }, { max: 200 }]}
        >
          <Input.Password size="large" autoComplete="current-password" />
        </Form.Item>
        <Form.Item name="keep" valuePropName="checked" extra={say('login.keep.hint')}>
          <Checkbox>{say('login.keep')}</Checkbox>
        </Form.Item>
        <Button type="primary" htmlType="submit" size="large" block loading={props.busy}>
          {say('login.submit')}
        </Button>
      </Form>
      <p className="login-help">{say('login.help')}</p>
    </>
  )
}

interface SecondStepProps {
  failure: Error | null
  busy: boolean
  onCode: (totp: string) => Promise<unknown>
  onBack: () => void
}

function SecondStep({ failure, busy, onCode, onBack }: SecondStepProps) {
  const { say } = usePreferences()
  const [code, setCode] = useState('')
  const submit = async (totp: string) => {
    setCode(totp)
    if (!/^\d{6}$/.test(totp) || busy) return
    await onCode(totp)
    setCode('')
  }
  return (
    <>
      <h1>{say('login.totp.title')}</h1>
      <p className="page-note">{say('login.totp.note')}</p>
      <Failure error={failure} />
      <form
        className="totp-form"
        onSubmit={event => {
          event.preventDefault()
          submit(code)
        }}
      >
        <TotpInput value={code} busy={busy} onChange={submit} />
        <Button type="primary" htmlType="submit" size="large" block loading={busy} disabled={code.length < 6}>
          {say('login.submit')}
        </Button>
        <Button type="link" block onClick={onBack}>
          {say('login.totp.back')}
        </Button>
      </form>
      <p className="login-help">{say('login.totp.help')}</p>
    </>
  )
}

function Failure({ error }: { error: Error | null }) {
  const { say, language } = usePreferences()
  if (!error) return null
  const locked = error instanceof CallError && error.code === 'operator.locked'
  const minutes = locked ? Math.max(1, Math.ceil(Number(error.data.seconds ?? LOCK_SECONDS) / 60)) : null
  const requestId = error instanceof CallError && error.status >= 500 ? error.requestId : null
  return (
    <Alert
      className="login-failure"
      type={locked ? 'warning' : 'error'}
      showIcon
      role="alert"
      title={textOf(error, say, language)}
      description={
        minutes ? say('login.locked.hint', { minutes }) : requestId ? `${say('error.number')} ${requestId}` : undefined
      }
    />
  )
}
