import { TRIGGERS } from '@huitou/shared/rule-names'
import type { Trigger } from '@huitou/shared/rules'
import { Checkbox, Input, Select } from 'antd'
import { usePreferences } from '../preferences'
import { BlockShell, Labelled, useEditor } from './editor'
import { MomentField } from './moment-field'

/** The "when": name, trigger, and the window in which the rule lives, to the second. */
export function StartBlock() {
  const { say } = usePreferences()
  const { definition, change, readOnly } = useEditor()
  const { name, trigger, imported } = definition
  return (
    <BlockShell name="start">
      <div className="fields">
        <Labelled label={say('start.name')} at="name">
          {(id, failing) => (
            <Input
              id={id}
              value={name.zh}
              maxLength={40}
              disabled={readOnly}
              status={failing ? 'error' : undefined}
              onChange={event => change({ name: { ...name, zh: event.target.value } }, 'name')}
            />
          )}
        </Labelled>
        <Labelled label={say('start.name.en')}>
          {id => (
            <Input
              id={id}
              value={name.en}
              maxLength={80}
              disabled={readOnly}
              onChange={event => change({ name: { ...name, en: event.target.value } }, 'name.en')}
            />
          )}
        </Labelled>
        <Labelled label={say('start.trigger')}>
          {id => (
            <Select<Trigger>
              id={id}
              value={trigger}
              disabled={readOnly}
              listHeight={480}
              onChange={next => change({ trigger: next }, 'trigger')}
              options={TRIGGERS.map(value => ({ value, label: say(`trigger.${value}`) }))}
            />
          )}
        </Labelled>
        <div className="labelled boxed">
          <Checkbox
            checked={imported}
            disabled={readOnly}
            onChange={event => change({ imported: event.target.checked }, 'imported')}
          >
            {say('start.imported')}
          </Checkbox>
        </div>
        <Window />
      </div>
    </BlockShell>
  )
}

/** From the first moment with it to the first without. */
function Window() {
  const { say } = usePreferences()
  const { definition, change, readOnly } = useEditor()
  const { from, until } = definition
  return (
    <>
      <Labelled label={say('start.from')}>
        {id => (
          <MomentField
            id={id}
            value={from}
            placeholder={say('start.open')}
            disabled={readOnly}
            onChange={next => change({ from: next }, 'from')}
          />
        )}
      </Labelled>
      <Labelled label={say('start.until')} at="until">
        {(id, failing) => (
          <MomentField
            id={id}
            value={until}
            placeholder={say('start.open')}
            disabled={readOnly}
            failing={failing}
            onChange={next => change({ until: next }, 'until')}
          />
        )}
      </Labelled>
    </>
  )
}
