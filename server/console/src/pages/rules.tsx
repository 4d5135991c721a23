import type { ReplyOf } from '@huitou/shared/client'
import { Tag } from 'antd'
import { PageHead } from '../parts/page-head'
import { Bone, EmptyView, ErrorView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { minuteOf } from '../times'

type RuleVersion = ReplyOf<'GET /console/rules'>['items'][number]

/** The earning rule as sentences, one a version. Reading only: a version never changes once it is published. */
export function RulesPage() {
  const { say } = usePreferences()
  const rules = useRead('GET /console/rules')
  const versions = rules.data?.items.toSorted((a, b) => b.version - a.version)
  return (
    <>
      <PageHead title={say('rules.title')} note={versions ? say('rules.count', { count: versions.length }) : null} />
      <p className="lead">{say('rules.note')}</p>
      {!versions && rules.error ? <ErrorView error={rules.error} retry={() => rules.refetch()} /> : null}
      {!versions && !rules.error ? <Bones /> : null}
      {versions?.length === 0 ? (
        <EmptyView drawing="receipt" title={say('rules.none')} hint={say('rules.none.hint')} />
      ) : null}
      {versions ? (
        <ol className="rule-list">
          {versions.map(version => (
            <RuleItem key={version.id} version={version} />
          ))}
        </ol>
      ) : null}
    </>
  )
}

function RuleItem({ version }: { version: RuleVersion }) {
  const { say, pick } = usePreferences()
  return (
    <li className={version.live ? 'card rule live' : 'card rule'}>
      <div className="rule-head">
        <span className="rule-version number">{say('entry.rule.version', { version: version.version })}</span>
        {version.live ? <Tag color="success">{say('rules.live')}</Tag> : <Tag>{say('rules.past')}</Tag>}
      </div>
      <p className="rule-sentence">{pick(version.sentence)}</p>
      <p className="page-note number">
        {say('rules.published', { at: minuteOf(version.publishedAt), by: version.publishedBy })}
      </p>
    </li>
  )
}

function Bones() {
  return (
    <div className="rule-list" aria-busy="true">
      {[1, 2].map(key => (
        <div key={key} className="card rule bones">
          <Bone width={80} />
          <Bone width="60%" height={20} />
          <Bone width={200} />
        </div>
      ))}
    </div>
  )
}
