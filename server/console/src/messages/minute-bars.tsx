import { formatPoints } from '@huitou/shared/amounts'
import { Tooltip } from 'antd'
import { usePreferences } from '../preferences'
import { clockOf } from '../times'
import { minutesUntil, type Send } from './send'

/** How many went out in each minute of the last hour; hover or Tab says the number. */
export function MinuteBars({ perMinute }: { perMinute: Send['perMinute'] }) {
  const { say } = usePreferences()
  const minutes = minutesUntil(perMinute, Date.now())
  const highest = Math.max(0, ...minutes.map(({ count }) => count))
  if (highest === 0) return <p className="quiet">{say('minutes.none')}</p>
  return (
    <figure className="minute-bars">
      <div className="minute-columns">
        {minutes.map(({ at, count }) => {
          const text = say('minutes.one', { at: clockOf(at), count: formatPoints(count) })
          return (
            <Tooltip key={at} title={text}>
              <div className="minute-column" role="img" aria-label={text} tabIndex={count > 0 ? 0 : undefined}>
                <div className="minute-bar" style={{ height: `${(count / highest) * 100}%` }}>
                  {count === highest ? <span className="bar-label number">{formatPoints(count)}</span> : null}
                </div>
              </div>
            </Tooltip>
          )
        })}
      </div>
      <figcaption className="minute-ends number">
        <span>{clockOf(minutes[0]?.at ?? 0)}</span>
        <span>{clockOf(minutes.at(-1)?.at ?? 0)}</span>
      </figcaption>
    </figure>
  )
}
