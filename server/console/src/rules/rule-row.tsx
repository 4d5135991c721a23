import { formatPoints, formatYuan } from '@huitou/shared/amounts'
import { Button, Progress, Tag, Tooltip } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { simulatorOf } from '../backtests/proposals'
import { usePreferences } from '../preferences'
import { minuteOf } from '../times'
import { PauseDialog } from './pause-dialog'
import { type RuleSummary, turnOf } from './rule'
import { StateTag } from './state-tag'

interface RuleRowProps {
  rule: RuleSummary
  mayChange: boolean
  copying: boolean
  onCopy: () => void
}

/** One rule of the list: what it says, how it stands, and what it did this week. */
export function RuleRow({ rule, mayChange, copying, onCopy }: RuleRowProps) {
  const { say, pick } = usePreferences()
  const [pausing, setPausing] = useState(false)
  const name = pick(rule.name) || rule.name.zh
  const how = turnOf(rule)
  return (
    <li className="rule-row">
      <div className="rule-main">
        <div className="rule-head">
          <Link to={`/rules/${rule.code}`} className="rule-name">
            {name}
          </Link>
          <StateTag state={rule.state} />
          <span className="page-note number">
            {rule.version === null ? say('rules.version.none') : say('versions.no', { version: rule.version })}
          </span>
          <Coming rule={rule} />
          {rule.hasDraft && rule.state !== 'DRAFT' ? <Tag>{say('rules.hasDraft')}</Tag> : null}
          {rule.conflicts > 0 ? (
            <Tooltip title={say('rules.conflicts.hint')} trigger={['hover', 'focus']}>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the meaning of the mark is read by hover or by Tab */}
              <span className="note-warn rule-conflicts" tabIndex={0}>
                {say('rules.conflicts', { count: rule.conflicts })}
              </span>
            </Tooltip>
          ) : null}
        </div>
        <p className="rule-sentence">{pick(rule.sentence)}</p>
      </div>
      <Week week={rule.week} />
      <BudgetBar rule={rule} name={name} />
      <div className="rule-actions">
        <Link to={simulatorOf(rule)}>{say('rules.test')}</Link>
        {mayChange ? (
          <Button
            type="link"
            size="small"
            loading={copying}
            onClick={onCopy}
            aria-label={say('rules.copy_named', { name })}
          >
            {say('rules.copy')}
          </Button>
        ) : null}
        {mayChange && how ? (
          <Button
            type="link"
            size="small"
            onClick={() => setPausing(true)}
            aria-label={say(`rules.${how}_named`, { name })}
          >
            {say(`rules.${how}`)}
          </Button>
        ) : null}
      </div>
      <PauseDialog rule={rule} how={how ?? 'pause'} open={pausing} onClose={() => setPausing(false)} />
    </li>
  )
}

/** What is to come: the beginning of a rule, or its next version. */
function Coming({ rule: { coming, state } }: { rule: RuleSummary }) {
  const { say } = usePreferences()
  if (!coming) return null
  const at = minuteOf(coming.at)
  if (state === 'SCHEDULED') return <span className="page-note number">{say('rules.begins', { at })}</span>
  return <Tag color="blue">{say('rules.coming', { version: coming.version, at })}</Tag>
}

function Week({ week }: { week: RuleSummary['week'] }) {
  const { say } = usePreferences()
  return (
    <div className="rule-week number">
      <Tooltip title={say('rules.week.hint')} trigger={['hover', 'focus']}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what the figure counts is read by hover or by Tab */}
        <span className="rule-label" tabIndex={0}>
          {say('rules.week')}
        </span>
      </Tooltip>
      {week.entries === 0 ? (
        <span className="quiet">{say('rules.week.none')}</span>
      ) : (
        <>
          <strong>{say('rules.week.points', { points: formatPoints(week.points) })}</strong>
          <span className="page-note">{say('rules.week.entries', { entries: formatPoints(week.entries) })}</span>
        </>
      )}
    </div>
  )
}

/** What is left of the budget, points before cost. The words carry the numbers; the bar only shows how far. */
function BudgetBar({ rule, name }: { rule: RuleSummary; name: string }) {
  const { say } = usePreferences()
  const { spent, budget } = rule
  const of = budget?.points ?? budget?.fen ?? null
  const used = budget?.points ? spent.points : spent.fen
  return (
    <div className="rule-budget number">
      <span className="rule-label">{say('rules.budget')}</span>
      {of === null ? (
        <span className="quiet">{say('rules.budget.none')}</span>
      ) : (
        <>
          <span>
            {budget?.points
              ? say('rules.budget.points', { spent: formatPoints(used), budget: formatPoints(of) })
              : say('rules.budget.fen', { spent: formatYuan(used), budget: formatYuan(of) })}
          </span>
          <Progress
            percent={Math.min(100, Math.round((used / of) * 100))}
            size="small"
            showInfo={false}
            status={used >= of ? 'exception' : 'normal'}
            aria-label={`${name} ${say('rules.budget')}`}
          />
        </>
      )}
    </div>
  )
}
