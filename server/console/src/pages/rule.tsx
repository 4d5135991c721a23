import { Link, useParams } from 'react-router'
import { mayChangeRules } from '../access'
import { useOperator } from '../operator'
import { PageHead } from '../parts/page-head'
import { Bone, EmptyView, ErrorView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { definitionOf } from '../rules/rule'
import { RuleEditor } from '../rules/rule-editor'

/** One rule: for those who make rules an editor, for everybody else the same page to read. */
export function RulePage() {
  const { say } = usePreferences()
  const code = useParams().code ?? ''
  const readOnly = !mayChangeRules(useOperator().role)
  const rule = useRead('GET /console/rules/:code', { params: { code } })
  const options = useRead('GET /console/rule-options', undefined, { staleMs: 60_000 })
  const start = rule.data && definitionOf(rule.data)
  const failed = (!rule.data && rule.error) || (!options.data && options.error)
  const back = <Link to="/rules">{say('rules.title')}</Link>
  if (failed) {
    const retry = () => Promise.all([rule.refetch(), options.refetch()])
    return (
      <>
        <PageHead back={back} title={say('rules.title')} />
        <ErrorView error={failed} retry={retry} />
      </>
    )
  }
  if (!rule.data || !options.data) return <Bones />
  if (!start) return <EmptyView drawing="search" title={say('rules.not_found')} action={back} />
  return <RuleEditor key={code} rule={rule.data} start={start} options={options.data} readOnly={readOnly} />
}

function Bones() {
  return (
    <div aria-busy="true">
      <PageHead title={<Bone width={180} height={26} />} />
      <div className="sentence-bar">
        <Bone width="70%" height={24} />
      </div>
      <div className="rule-columns">
        <div className="rule-blocks">
          {[180, 150, 120].map(height => (
            <section key={height} className="card block bones">
              <Bone width={140} />
              <Bone width="100%" height={height - 60} />
            </section>
          ))}
        </div>
        <div className="rule-side">
          <section className="card side-card bones">
            <Bone width={100} />
            <Bone width="100%" height={260} />
          </section>
        </div>
      </div>
    </div>
  )
}
