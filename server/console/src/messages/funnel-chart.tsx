import { InfoCircleOutlined } from '@ant-design/icons'
import { formatPoints } from '@huitou/shared/amounts'
import { Tooltip } from 'antd'
import { usePreferences } from '../preferences'
import { sayCode } from '../texts'
import { type Counted, type Funnel, type FunnelStep, shareOf, stepsOf } from './send'

interface FunnelChartProps {
  funnel: Funnel
  /** Why some are lost on the way. */
  reasons: readonly Counted[]
}

/** Who is left after each question, as bars with their numbers; the definition of a step is one hover or Tab away. */
export function FunnelChart({ funnel, reasons }: FunnelChartProps) {
  const { say } = usePreferences()
  return (
    <div className="funnel">
      <ol className="funnel-steps" aria-label={say('funnel.title')}>
        {stepsOf(funnel).map(({ step, count, lost }) => (
          <li key={step} className="funnel-step">
            <Name step={step} />
            <span className="funnel-track" aria-hidden="true">
              <span className={`funnel-bar ${step}`} style={{ width: widthOf(count, funnel.target) }} />
            </span>
            <span className="funnel-count number">{formatPoints(count)}</span>
            <span className="funnel-share number quiet">
              <Tooltip title={say('funnel.share', { share: shareOf(count, funnel.target) })}>
                {shareOf(count, funnel.target)}
              </Tooltip>
            </span>
            <span className="funnel-lost number">
              {lost > 0 ? say('funnel.lost', { count: formatPoints(lost) }) : ''}
            </span>
          </li>
        ))}
      </ol>
      {reasons.length > 0 ? (
        <>
          <h3>{say('funnel.why')}</h3>
          <ul className="funnel-reasons">
            {reasons.map(({ reason, count }) => (
              <li key={reason}>
                <span>{sayCode(say, 'reason', reason)}</span>
                <span className="number">{formatPoints(count)}</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  )
}

function Name({ step }: { step: FunnelStep }) {
  const { say } = usePreferences()
  return (
    <span className="funnel-name">
      {say(`funnel.${step}`)}
      <Tooltip title={say(`funnel.${step}.what`)} trigger={['hover', 'focus']}>
        <button
          type="button"
          className="icon-button"
          aria-label={say('queue.definition', { name: say(`funnel.${step}`) })}
        >
          <InfoCircleOutlined />
        </button>
      </Tooltip>
    </span>
  )
}

/** A few of very many are still seen. */
function widthOf(count: number, target: number): string {
  return count === 0 || target === 0 ? '0' : `max(2px, ${(count / target) * 100}%)`
}
