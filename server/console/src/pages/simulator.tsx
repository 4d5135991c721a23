import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { BacktestPanel } from '../backtests/backtest-panel'
import { type Case, CaseForm, plainCase } from '../backtests/case-form'
import { SideBySide, type Simulation } from '../backtests/outcome'
import { ProposalBar } from '../backtests/proposal-bar'
import { type Choice, choicesOf, proposalsOf, withChoices } from '../backtests/proposals'
import { type CallError, call } from '../call'
import { PageHead } from '../parts/page-head'
import { Bone, EmptyView, ErrorView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'

/** Trying rules out: one bill on the left, the bills of the past on the right, both against the live rules. */
export function SimulatorPage() {
  const { say } = usePreferences()
  const [params, setParams] = useSearchParams()
  const choices = choicesOf(params)
  // A report answers the question it was asked with; another question puts it away, one step back brings it again.
  const choose = (next: Choice[]) => {
    const changed = withChoices(params, next)
    changed.delete('test')
    setParams(changed, { replace: !params.has('test') })
  }
  const started = (id: string) => {
    const next = new URLSearchParams(params)
    next.set('test', id)
    setParams(next)
  }
  return (
    <>
      <PageHead title={say('simulator.title')} />
      <p className="lead">{say('simulator.note')}</p>
      <ProposalBar choices={choices} onChange={choose} />
      <div className="sim-columns">
        <CasePanel choices={choices} />
        <BacktestPanel choices={choices} id={params.get('test')} onStarted={started} />
      </div>
    </>
  )
}

function CasePanel({ choices }: { choices: readonly Choice[] }) {
  const { say } = usePreferences()
  const options = useRead('GET /console/rule-options', undefined, { staleMs: 60_000 })
  const [opened] = useState(() => new Date())
  const run = useMutation<Simulation, CallError, Case>({
    mutationFn: async wanted =>
      call('POST /console/simulations', { body: { case: wanted, proposals: await proposalsOf(choices) } }),
  })
  const store = options.data?.stores[0]
  return (
    <section className="card sim-card" aria-labelledby="case-title">
      <h2 id="case-title">{say('case.title')}</h2>
      {!options.data && options.error ? (
        <ErrorView small error={options.error} retry={() => options.refetch()} />
      ) : null}
      {options.isPending ? <Bone width="100%" height={240} /> : null}
      {options.data && !store ? (
        <EmptyView drawing="shop" title={say('stores.none')} hint={say('stores.none.hint')} />
      ) : null}
      {options.data && store ? (
        <CaseForm
          start={plainCase(store.id, opened)}
          options={options.data}
          busy={run.isPending}
          onRun={wanted => run.mutate(wanted)}
        />
      ) : null}
      {run.error ? <ErrorView small error={run.error} /> : null}
      {run.data && !run.error ? <SideBySide simulation={run.data} /> : null}
      {store && !run.data && !run.error ? <p className="quiet case-empty">{say('case.empty')}</p> : null}
    </section>
  )
}
