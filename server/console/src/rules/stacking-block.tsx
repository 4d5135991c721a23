import { Segmented } from 'antd'
import { usePreferences } from '../preferences'
import { CodeField } from './choice-fields'
import { BlockShell, Labelled, useEditor } from './editor'
import { Fold } from './fold'
import { NumberField } from './moment-field'
import { stackingWords } from './words'

const modes = ['ADD', 'BEST', 'FIRST'] as const
type Mode = (typeof modes)[number]

/** What happens when other rules apply to the same bill: added up, or one of a group. */
export function StackingBlock() {
  const { say } = usePreferences()
  const { definition, change, readOnly, voice } = useEditor()
  const { stacking } = definition
  const mode: Mode = stacking?.choose ?? 'ADD'
  const set = (next: typeof stacking) => change({ stacking: next }, 'stacking')
  return (
    <BlockShell name="stacking">
      <Fold block="stacking" title={say('part.stacking')} words={stackingWords(voice, stacking)}>
        <Segmented<Mode>
          value={mode}
          disabled={readOnly}
          aria-label={say('stacking.mode')}
          onChange={next =>
            set(
              next === 'ADD'
                ? null
                : { group: stacking?.group ?? 'multiply', choose: next, priority: stacking?.priority ?? 10 },
            )
          }
          options={modes.map(value => ({ value, label: say(`stacking.${value}`) }))}
        />
        {stacking ? (
          <div className="fields">
            <Labelled label={say('stacking.group')} at="stacking" hint={say('stacking.group.hint')}>
              {(id, failing) => (
                <CodeField
                  id={id}
                  value={stacking.group}
                  failing={failing}
                  disabled={readOnly}
                  onChange={group => set({ ...stacking, group })}
                />
              )}
            </Labelled>
            <Labelled label={say('stacking.priority')}>
              {id => (
                <NumberField
                  id={id}
                  value={stacking.priority}
                  min={0}
                  max={1000}
                  disabled={readOnly}
                  onChange={priority => set({ ...stacking, priority })}
                />
              )}
            </Labelled>
          </div>
        ) : null}
      </Fold>
    </BlockShell>
  )
}
