import { CheckCircleOutlined, WarningOutlined } from '@ant-design/icons'
import { formatPoints } from '@huitou/shared/amounts'
import { Segmented } from 'antd'
import { usePreferences } from '../preferences'
import type { Say } from '../texts'
import type { RuleExample } from './rule'
import { openTicks } from './ticks'

type Tick = 'RIGHT' | 'WRONG'

interface ExampleListProps {
  examples: readonly RuleExample[] | null
  /** The examples belong to an older state of the draft. */
  stale: boolean
  /** Null when nothing can be ticked now. */
  onTick: ((key: string, tick: Tick) => void) | null
}

/** Borderline cases of the rule as it stands, each to be ticked; what was ticked is held against every later edit. */
export function ExampleList({ examples, stale, onTick }: ExampleListProps) {
  const { say } = usePreferences()
  const { right, missing, wrong } = openTicks(examples ?? [])
  return (
    <section className="card side-card" aria-labelledby="examples-title" aria-busy={stale}>
      <div className="side-head">
        <h2 id="examples-title">{say('examples.title')}</h2>
        <span className="page-note" aria-live="polite">
          {!examples || examples.length === 0 ? null : stale ? (
            say('examples.stale')
          ) : missing + wrong > 0 ? (
            say('examples.left', { count: missing + wrong })
          ) : (
            <span className="good">
              <CheckCircleOutlined /> {say('examples.done', { right, count: examples.length })}
            </span>
          )}
        </span>
      </div>
      <p className="page-note">{examples?.length ? say('examples.note') : say('examples.none')}</p>
      <ol className={stale ? 'examples stale' : 'examples'}>
        {examples?.map(example => (
          <Example key={example.key} example={example} onTick={onTick} />
        ))}
      </ol>
    </section>
  )
}

function Example({ example, onTick }: { example: RuleExample; onTick: ExampleListProps['onTick'] }) {
  const { say, pick } = usePreferences()
  const says = pick(example.says)
  return (
    <li className={example.holds ? 'example' : 'example broken'}>
      <p className="example-says">{says}</p>
      <p className={example.applies ? 'good example-result' : 'quiet example-result'}>{resultOf(say, example)}</p>
      <p className="page-note">{pick(example.because)}</p>
      {example.holds ? null : (
        <p className="example-broken">
          <WarningOutlined /> {say('examples.broken')}
          {example.before ? ` · ${say('examples.before', { before: resultOf(say, example.before) })}` : ''}
          {` · ${say('examples.now', { now: resultOf(say, example) })}`}
        </p>
      )}
      <Segmented<Tick | ''>
        size="small"
        className={`tick ${example.holds ? (example.tick ?? '').toLowerCase() : ''}`}
        value={example.holds ? (example.tick ?? '') : ''}
        disabled={onTick === null}
        aria-label={say('examples.tick', { says })}
        onChange={tick => tick !== '' && onTick?.(example.key, tick)}
        options={[
          { value: 'RIGHT', label: say('examples.right') },
          { value: 'WRONG', label: say('examples.wrong') },
        ]}
      />
      {example.tick === 'WRONG' && example.holds ? <p className="note-warn">{say('examples.wrong.hint')}</p> : null}
    </li>
  )
}

function resultOf(say: Say, { applies, points }: Pick<RuleExample, 'applies' | 'points'>): string {
  return applies ? say('examples.applies', { points: formatPoints(points) }) : say('examples.not')
}
