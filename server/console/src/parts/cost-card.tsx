import { formatPoints, formatYuan } from '@huitou/shared/amounts'
import { Button, Card } from 'antd'
import { useState } from 'react'
import { mayChangeCost, type OperatorRole } from '../access'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import type { Say } from '../texts'
import { minuteOf } from '../times'
import type { Cost, Setting } from './cost'
import { CostDialog } from './cost-dialog'
import { Bone, ErrorView } from './state-views'

/** What a point costs and what is too generous, what goes by it, and who changed it when and why. */
export function CostCard({ role }: { role: OperatorRole }) {
  const { say } = usePreferences()
  const [open, setOpen] = useState(false)
  const { data, error, refetch } = useRead('GET /console/earning-settings')
  const [now, ...before] = data?.versions ?? []
  const change = now && mayChangeCost(role) ? <Button onClick={() => setOpen(true)}>{say('cost.change')}</Button> : null
  return (
    <Card className="cost-card" title={say('cost.title')} extra={change}>
      {!data && error ? <ErrorView small error={error} retry={() => refetch()} /> : null}
      {now ? <Facts setting={now} /> : error ? null : <Bone width="100%" height={90} />}
      <p className="quiet">{say('cost.note')}</p>
      {before.length > 0 ? <History versions={before} /> : null}
      {now ? <CostDialog open={open} setting={now} onClose={() => setOpen(false)} /> : null}
    </Card>
  )
}

const costText = (say: Say, { fen, points }: Cost) =>
  say('cost.point.value', { points: formatPoints(points), yuan: formatYuan(fen) })

function Facts({ setting }: { setting: Setting }) {
  const { say } = usePreferences()
  const { version, cost, generousPercent, publishedAt, publishedBy, reason } = setting
  return (
    <dl className="facts">
      <div>
        <dt>{say('cost.point')}</dt>
        <dd className="number">{costText(say, cost)}</dd>
      </div>
      <div>
        <dt>{say('cost.generous')}</dt>
        <dd className="number">{say('cost.generous.value', { percent: generousPercent })}</dd>
      </div>
      <div>
        <dt>{say('cost.changed')}</dt>
        <dd>{version === 1 ? say('cost.first') : `${minuteOf(publishedAt)} ${publishedBy} · ${reason}`}</dd>
      </div>
    </dl>
  )
}

const MOST_SHOWN = 10

function History({ versions }: { versions: Setting[] }) {
  const { say } = usePreferences()
  return (
    <details>
      <summary>{say('cost.history')}</summary>
      <dl className="facts">
        {versions.slice(0, MOST_SHOWN).map(one => (
          <div key={one.version}>
            <dt className="number">{one.version === 1 ? say('cost.first') : minuteOf(one.publishedAt)}</dt>
            <dd className="number">
              {say('cost.history.line', { cost: costText(say, one.cost), percent: one.generousPercent })}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
