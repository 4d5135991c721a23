import { Segmented, Select } from 'antd'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { CHOICES, type Choice, type How, howOf } from './proposals'

interface ProposalBarProps {
  choices: readonly Choice[]
  onChange: (choices: Choice[]) => void
}

/** Which rules are taken as drafted, and which are switched off, for both halves of the page. */
export function ProposalBar({ choices, onChange }: ProposalBarProps) {
  const { say, pick } = usePreferences()
  const rules = useRead('GET /console/rules')
  const nameOf = (code: string) => {
    const rule = rules.data?.items.find(one => one.code === code)
    return rule ? pick(rule.name) || rule.name.zh : code
  }
  const choose = (codes: string[]) =>
    onChange(
      codes.map(code => {
        const rule = rules.data?.items.find(one => one.code === code)
        return choices.find(one => one.code === code) ?? { code, how: rule ? howOf(rule) : 'DRAFT' }
      }),
    )
  return (
    <section className="card proposal-bar" aria-label={say('proposal.title')}>
      <label htmlFor="proposal-rules">{say('proposal.rules')}</label>
      <Select<string[]>
        id="proposal-rules"
        mode="multiple"
        className="proposal-rules"
        value={choices.map(one => one.code)}
        onChange={choose}
        loading={rules.isPending}
        maxCount={CHOICES}
        placeholder={say('proposal.rules.none')}
        showSearch={{ optionFilterProp: 'label' }}
        options={rules.data?.items.map(rule => ({ value: rule.code, label: nameOf(rule.code) }))}
      />
      {choices.map(choice => (
        <span key={choice.code} className="proposal">
          {nameOf(choice.code)}
          <Segmented<How>
            size="small"
            value={choice.how}
            aria-label={say('proposal.how', { name: nameOf(choice.code) })}
            onChange={how => onChange(choices.map(one => (one.code === choice.code ? { ...one, how } : one)))}
            options={[
              { value: 'DRAFT', label: say('proposal.DRAFT') },
              { value: 'OUT', label: say('proposal.OUT') },
            ]}
          />
          {choice.how === 'DRAFT' && rules.data?.items.some(rule => rule.code === choice.code && !rule.hasDraft) ? (
            <span className="page-note">{say('proposal.nodraft')}</span>
          ) : null}
        </span>
      ))}
    </section>
  )
}
