import { CheckCircleOutlined, ExclamationCircleOutlined, InfoCircleOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { usePreferences } from '../preferences'
import { jumpTo } from './editor'
import type { Block, Problem } from './problems'
import type { Lint } from './rule'

/** Where each finding is put right. */
const blockOf: Record<Lint['kind'], Block> = {
  DEAD: 'when',
  CROWDED: 'limits',
  OVERLAP: 'stacking',
  NEVER_FIRES: 'when',
  TOO_GENEROUS: 'reward',
  UNREACHABLE_CAP: 'limits',
  ENDED: 'start',
}

interface LintListProps {
  lint: readonly Lint[] | null
  problems: readonly Problem[]
}

/** What is missing and what is odd about the rule; each leads to the block that mends it. */
export function LintList({ lint, problems }: LintListProps) {
  const { say, pick } = usePreferences()
  const clean = problems.length === 0 && lint?.length === 0
  return (
    <section className="card side-card" aria-labelledby="lint-title">
      <div className="side-head">
        <h2 id="lint-title">{say('lint.title')}</h2>
        {clean ? (
          <span className="page-note good">
            <CheckCircleOutlined /> {say('lint.clean')}
          </span>
        ) : null}
      </div>
      <ul className="lint" aria-live="polite">
        {problems.map(problem => (
          <li key={problem.at + problem.says} className="lint-item grave">
            <ExclamationCircleOutlined />
            <div>
              <strong>{say('lint.open')}</strong>
              <p>{say(problem.says)}</p>
            </div>
            <Jump block={problem.block} />
          </li>
        ))}
        {lint?.map(one => (
          <li key={`${one.kind}${one.rule}${one.says.zh}`} className={one.grave ? 'lint-item grave' : 'lint-item'}>
            {one.grave ? <ExclamationCircleOutlined /> : <InfoCircleOutlined />}
            <div>
              <strong>
                {one.grave ? `${say('lint.grave')} · ` : ''}
                {say(`lint.kind.${one.kind}`)}
              </strong>
              <p>{pick(one.says)}</p>
            </div>
            <Jump block={blockOf[one.kind]} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Jump({ block }: { block: Block }) {
  const { say } = usePreferences()
  return (
    <Button
      type="link"
      size="small"
      onClick={() => jumpTo(block)}
      aria-label={`${say('lint.jump')} ${say(`block.${block}.title`)}`}
    >
      {say('lint.jump')}
    </Button>
  )
}
