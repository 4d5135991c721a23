import { Alert, Button } from 'antd'
import { mayChangeMessages } from '../access'
import { CapsTable } from '../messages/caps-table'
import { ForecastCard } from '../messages/forecast-card'
import type { LimitsPage } from '../messages/limits'
import { QuietCard, TimingCard } from '../messages/quiet-card'
import { RanksCard } from '../messages/ranks-card'
import { type LimitsOnDesk, useLimits } from '../messages/use-limits'
import { useOperator } from '../operator'
import { useLeaveGuard } from '../parts/leave-guard'
import { PageHead } from '../parts/page-head'
import { Bone, ErrorView, textOf } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { minuteOf } from '../times'
import '../styles/message-limits.css'
import '../styles/messages.css'

/** How much one member gets at most, when nobody is disturbed, and what goes first. */
export function MessageLimitsPage() {
  const { say } = usePreferences()
  const limits = useRead('GET /console/message-limits')
  if (limits.data) return <LimitsForm page={limits.data} />
  return (
    <>
      <PageHead title={say('mlimits.title')} note={limits.error ? null : <Bone width={200} />} />
      <div className="card">
        {limits.error ? (
          <ErrorView error={limits.error} retry={() => limits.refetch()} />
        ) : (
          <div className="padded bones">
            <Bone width={220} height={22} />
            <Bone width="100%" height={180} />
            <Bone width="100%" height={120} />
          </div>
        )}
      </div>
    </>
  )
}

function LimitsForm({ page }: { page: LimitsPage }) {
  const { say, language } = usePreferences()
  const disabled = !mayChangeMessages(useOperator().role)
  const work = useLimits(page)
  useLeaveGuard(work.dirty)
  const part = { limits: work.draft, disabled, onChange: work.change }
  return (
    <>
      <PageHead
        title={say('mlimits.title')}
        note={<Note page={page} disabled={disabled} />}
        actions={disabled ? null : <Buttons work={work} version={page.version} />}
      />
      {work.stale ? (
        <Alert className="form-alert" type="warning" showIcon title={say('mlimits.stale', { version: page.version })} />
      ) : null}
      {work.error ? (
        <Alert className="form-alert" type="error" showIcon title={textOf(work.error, say, language)} />
      ) : null}
      <div className="limits-page">
        <div>
          <CapsTable rows={work.rows} disabled={disabled} onChange={work.changeRows} />
          <QuietCard {...part} />
          <ForecastCard dirty={work.dirty} />
        </div>
        <div>
          <TimingCard {...part} />
          <RanksCard {...part} />
        </div>
      </div>
    </>
  )
}

function Note({ page, disabled }: { page: LimitsPage; disabled: boolean }) {
  const { say } = usePreferences()
  const { version, changedAt, changedBy } = page
  return (
    <>
      {changedAt
        ? say('mlimits.note', { version, who: changedBy ?? '', at: minuteOf(changedAt) })
        : say('mlimits.note.shipped')}
      {disabled ? <> · {say('mlimits.no_right')}</> : null}
    </>
  )
}

function Buttons({ work, version }: { work: LimitsOnDesk; version: number }) {
  const { say } = usePreferences()
  return (
    <>
      {work.dirty ? <Button onClick={work.drop}>{say('mlimits.drop')}</Button> : null}
      <Button type="primary" disabled={!work.dirty} loading={work.pending} onClick={work.send}>
        {say('mlimits.save', { version: version + 1 })}
      </Button>
    </>
  )
}
