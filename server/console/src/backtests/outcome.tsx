import { formatChange, formatPoints, formatYuan } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { NotPaidList } from '../parts/not-paid-list'
import { usePreferences } from '../preferences'

export type Simulation = ReplyOf<'POST /console/simulations'>
export type Outcome = Simulation['live']
export type Explained = Outcome['explained']

/** The same bill under the live rules and under the proposed ones, side by side. */
export function SideBySide({ simulation }: { simulation: Simulation }) {
  const { say } = usePreferences()
  const { live, proposed } = simulation
  const change = proposed.points - live.points
  return (
    <div className="side-by-side" aria-live="polite">
      <p className={change > 0 ? 'good strong' : change < 0 ? 'bad strong' : 'quiet'}>
        {change === 0
          ? say('case.same')
          : say(change > 0 ? 'case.more' : 'case.less', { points: formatPoints(Math.abs(change)) })}
      </p>
      <div className="outcomes">
        <OutcomeCard title={say('proposal.live')} outcome={live} />
        <OutcomeCard title={say('proposal.proposed')} outcome={proposed} />
      </div>
    </div>
  )
}

function OutcomeCard({ title, outcome }: { title: string; outcome: Outcome }) {
  const { say } = usePreferences()
  return (
    <article className="outcome">
      <h3>{title}</h3>
      <p className="outcome-points number">{say('case.points', { points: formatPoints(outcome.points) })}</p>
      <p className="page-note number">
        {say('case.growth', { growth: formatChange(outcome.growth) })} ·{' '}
        {say('case.cost', { cost: formatYuan(outcome.costFen) })}
      </p>
      <Trace explained={outcome.explained} />
    </article>
  )
}

/** Where each point comes from, and which rules nearly gave more. */
export function Trace({ explained }: { explained: Explained }) {
  const { say, pick } = usePreferences()
  return (
    <div className="trace">
      <p className="trace-sentence">{pick(explained.sentence)}</p>
      {explained.parts.length > 0 ? (
        <>
          <h4>{say('trace.parts')}</h4>
          <ul>
            {explained.parts.map(part => (
              <li key={`${part.code}.${part.version}`} className="trace-line">
                <span>
                  <strong>{pick(part.rule) || part.rule.zh}</strong>
                  <span className="quiet"> {pick(part.sentence)}</span>
                </span>
                <span className="number good">{formatChange(part.points)}</span>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p className="quiet">{say('trace.none')}</p>
      )}
      {explained.notPaid.length > 0 ? (
        <>
          <h4>{say('trace.missed')}</h4>
          <NotPaidList rules={explained.notPaid} />
        </>
      ) : null}
    </div>
  )
}
