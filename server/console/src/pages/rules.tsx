import { PlusOutlined, SearchOutlined } from '@ant-design/icons'
import { Button, Input, Segmented, Select } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { mayChangeRules, maySeeCost } from '../access'
import { useOperator } from '../operator'
import { CostCard } from '../parts/cost-card'
import { PageHead } from '../parts/page-head'
import { Bone, EmptyView, ErrorView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { useCopyRule } from '../rules/changes'
import { NewRuleDialog } from '../rules/new-rule-dialog'
import type { RuleSummary } from '../rules/rule'
import { RuleRow } from '../rules/rule-row'

const states = ['ALL', 'LIVE', 'SCHEDULED', 'DRAFT', 'PAUSED', 'ENDED'] as const
type StateFilter = (typeof states)[number]

/** All rules by what sets them off, each as one sentence with what it did this week; below them what points cost. */
export function RulesPage() {
  const { say } = usePreferences()
  const { role } = useOperator()
  const mayChange = mayChangeRules(role)
  const [params, setParams] = useSearchParams()
  const list = useRead('GET /console/rules')
  const rules = list.data?.items
  const adding = params.has('new') && mayChange
  const set = (name: 'search' | 'state' | 'trigger' | 'new', value: string | null) => {
    const next = new URLSearchParams(params)
    if (value) next.set(name, value)
    else next.delete(name)
    setParams(next, { replace: name !== 'new' })
  }
  const shown = rules && matching(rules, params)
  const open = mayChange ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => set('new', '1')}>
      {say('rules.new')}
    </Button>
  ) : null
  return (
    <>
      <PageHead
        title={say('rules.title')}
        note={
          rules
            ? say('rules.count', { count: rules.length, live: rules.filter(rule => rule.state === 'LIVE').length })
            : null
        }
        actions={rules?.length === 0 ? null : open}
      />
      {rules && rules.length > 0 ? <Filters rules={rules} params={params} set={set} /> : null}
      {!rules && list.error ? <ErrorView error={list.error} retry={() => list.refetch()} /> : null}
      {!rules && !list.error ? <Bones /> : null}
      {rules?.length === 0 ? (
        <div className="card">
          <EmptyView drawing="receipt" title={say('rules.none')} hint={say('rules.none.hint')} action={open} />
        </div>
      ) : null}
      {rules && rules.length > 0 && shown?.length === 0 ? (
        <div className="card">
          <EmptyView
            drawing="search"
            title={say('rules.not_found')}
            hint={say('rules.not_found.hint')}
            action={<Button onClick={() => setParams({}, { replace: true })}>{say('rules.clear')}</Button>}
          />
        </div>
      ) : null}
      {shown ? <Groups rules={shown} mayChange={mayChange} /> : null}
      {maySeeCost(role) ? <CostCard role={role} /> : null}
      <NewRuleDialog open={adding} onClose={() => set('new', null)} />
    </>
  )
}

function matching(rules: readonly RuleSummary[], params: URLSearchParams): RuleSummary[] {
  const search = (params.get('search') ?? '').trim().toLowerCase()
  const [state, trigger] = [params.get('state'), params.get('trigger')]
  return rules.filter(rule => {
    const words = [rule.name.zh, rule.name.en, rule.sentence.zh, rule.sentence.en, rule.code].join(' ').toLowerCase()
    return (!state || rule.state === state) && (!trigger || rule.trigger === trigger) && words.includes(search)
  })
}

interface FiltersProps {
  rules: readonly RuleSummary[]
  params: URLSearchParams
  set: (name: 'search' | 'state' | 'trigger', value: string | null) => void
}

function Filters({ rules, params, set }: FiltersProps) {
  const { say } = usePreferences()
  const [text, setText] = useState(params.get('search') ?? '')
  const triggers = [...new Set(rules.map(rule => rule.trigger))]
  const state = states.find(name => name === params.get('state')) ?? 'ALL'
  return (
    <div className="tool-bar bare">
      <Segmented<StateFilter>
        value={state}
        onChange={value => set('state', value === 'ALL' ? null : value)}
        aria-label={say('rules.state')}
        options={states
          .filter(value => value === 'ALL' || value === state || rules.some(rule => rule.state === value))
          .map(value => ({ value, label: say(`rules.state.${value}`) }))}
      />
      <div className="tool-group">
        {triggers.length > 1 ? (
          <Select
            className="store-filter"
            value={params.get('trigger') ?? ''}
            onChange={value => set('trigger', value)}
            aria-label={say('rules.trigger')}
            options={[
              { value: '', label: say('rules.trigger.ALL') },
              ...triggers.map(value => ({ value, label: say(`trigger.${value}`) })),
            ]}
          />
        ) : null}
        <Input
          className="rule-search"
          prefix={<SearchOutlined />}
          value={text}
          onChange={event => {
            setText(event.target.value)
            set('search', event.target.value)
          }}
          placeholder={say('rules.search')}
          aria-label={say('rules.search')}
          maxLength={40}
          allowClear
        />
      </div>
    </div>
  )
}

function Groups({ rules, mayChange }: { rules: readonly RuleSummary[]; mayChange: boolean }) {
  const { say } = usePreferences()
  const { copy, busy } = useCopyRule()
  const [copied, setCopied] = useState<string | null>(null)
  const triggers = [...new Set(rules.map(rule => rule.trigger))]
  return (
    <>
      {triggers.map(trigger => (
        <section key={trigger} className="card rule-group">
          <h2>{say(`trigger.${trigger}`)}</h2>
          <ul>
            {rules
              .filter(rule => rule.trigger === trigger)
              .map(rule => (
                <RuleRow
                  key={rule.code}
                  rule={rule}
                  mayChange={mayChange}
                  copying={busy && copied === rule.code}
                  onCopy={() => {
                    setCopied(rule.code)
                    copy(rule.code)
                  }}
                />
              ))}
          </ul>
        </section>
      ))}
    </>
  )
}

function Bones() {
  return (
    <section className="card rule-group" aria-busy="true">
      <h2>
        <Bone width={96} />
      </h2>
      <ul>
        {[1, 2, 3, 4].map(key => (
          <li key={key} className="rule-row">
            <div className="rule-main bones">
              <Bone width={140} />
              <Bone width="80%" />
            </div>
            <Bone width={64} />
            <Bone width={110} />
            <Bone width={90} />
          </li>
        ))}
      </ul>
    </section>
  )
}
