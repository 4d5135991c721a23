import type { RuleDefinition } from '@huitou/shared/rules'
import { Alert, Button, Modal } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useIntention } from '../parts/request-id'
import { Bone, ErrorView, textOf } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { useNewRule } from './changes'
import { GoalChoice } from './goal-choice'
import { type Goal, goalsOf } from './goals'
import { blankRule, type Template } from './rule'

/** A new rule begins with what it is for; only then come templates, each as the sentence it would say. */
export function NewRuleDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { say } = usePreferences()
  return (
    <Modal open={open} title={say('goal.title')} footer={null} width={860} onCancel={onClose} destroyOnHidden>
      <NewRule />
    </Modal>
  )
}

function NewRule() {
  const { say, language } = usePreferences()
  const navigate = useNavigate()
  const [goal, setGoal] = useState<Goal>('REPEAT')
  const [chosen, setChosen] = useState<string | null>(null)
  const [requestId] = useIntention()
  const templates = useRead('GET /console/rule-templates', undefined, { staleMs: 300_000 })
  const create = useNewRule()
  const begin = (key: string, definition: RuleDefinition) => {
    setChosen(key)
    // Another template is another intention: the same number with another content would be refused.
    create.mutate(
      { definition, requestId: `${requestId}-${key}`.slice(0, 64) },
      { onSuccess: rule => navigate(`/rules/${rule.code}`) },
    )
  }
  const fitting = templates.data?.items.filter(one => goalsOf(one.definition).includes(goal))
  return (
    <div className="new-rule">
      <p className="page-note">{say('goal.note')}</p>
      <GoalChoice goal={goal} onGoal={setGoal} />
      <div className="templates" aria-live="polite" aria-busy={templates.isPending}>
        <h3>{say('goal.templates')}</h3>
        {create.error ? (
          <Alert className="form-alert" type="error" showIcon title={textOf(create.error, say, language)} />
        ) : null}
        {!templates.data && templates.error ? (
          <ErrorView small error={templates.error} retry={() => templates.refetch()} />
        ) : null}
        {templates.isPending ? <Bones /> : null}
        {fitting?.length === 0 ? <p className="quiet">{say('goal.templates.none')}</p> : null}
        <ul>
          {fitting?.map(one => (
            <TemplateItem
              key={one.code}
              template={one}
              busy={create.isPending && chosen === one.code}
              onUse={() => begin(one.code, one.definition)}
            />
          ))}
          <BlankItem
            busy={create.isPending && chosen === 'blank'}
            onUse={() => begin('blank', blankRule(say('goal.blank.name')))}
          />
        </ul>
      </div>
    </div>
  )
}

function BlankItem({ busy, onUse }: { busy: boolean; onUse: () => void }) {
  const { say } = usePreferences()
  return (
    <li className="template">
      <div>
        <strong>{say('goal.blank')}</strong>
        <p className="quiet">{say('goal.blank.hint')}</p>
      </div>
      <Button loading={busy} onClick={onUse}>
        {say('goal.blank')}
      </Button>
    </li>
  )
}

function TemplateItem({ template, busy, onUse }: { template: Template; busy: boolean; onUse: () => void }) {
  const { say, pick } = usePreferences()
  const name = pick(template.definition.name) || template.definition.name.zh
  return (
    <li className="template">
      <div>
        <strong>{name}</strong>
        <p>{pick(template.sentence)}</p>
        <p className="page-note">{pick(template.about)}</p>
      </div>
      <Button loading={busy} onClick={onUse} aria-label={`${say('goal.create')} ${name}`}>
        {say('goal.create')}
      </Button>
    </li>
  )
}

function Bones() {
  return (
    <div className="bones">
      {[1, 2, 3].map(key => (
        <Bone key={key} width="100%" height={56} />
      ))}
    </div>
  )
}
