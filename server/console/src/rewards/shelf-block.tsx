import { Input } from 'antd'
import { Toggle } from '../coupons/fields'
import { usePreferences } from '../preferences'
import { MomentField, NumberField } from '../rules/moment-field'
import { type BlockProps, Entry } from './blocks'

const MOST = 1_000_000

/** How many there are, when somebody ought to know that few are left, and when it is on the shelf. */
export function ShelfBlock({ editor, isNew }: BlockProps & { isNew: boolean }) {
  const { say } = usePreferences()
  const { draft, setDraft, change, problemAt } = editor
  const { alertAt, sort } = draft.definition
  return (
    <fieldset className="coupon-block">
      <legend>{say('reward.block.shelf')}</legend>
      <div className="coupon-fields">
        {isNew ? (
          <Entry path="stock" label={say('reward.stock')} problem={problemAt('stock')}>
            {(id, failing) => (
              <NumberField
                id={id}
                value={draft.stock}
                max={MOST}
                failing={failing}
                onChange={stock => setDraft({ ...draft, stock })}
              />
            )}
          </Entry>
        ) : null}
        <Entry path="alertAt" label={say('reward.alert')} hint={say('reward.alert.hint')}>
          {id => (
            <NumberField id={id} value={alertAt} min={0} max={MOST} onChange={next => change({ alertAt: next })} />
          )}
        </Entry>
        <Entry path="sort" label={say('reward.sort')} hint={say('reward.sort.hint')}>
          {id => <NumberField id={id} value={sort} min={0} max={9_999} onChange={next => change({ sort: next })} />}
        </Entry>
        <Times editor={editor} />
        {isNew ? (
          <Entry path="code" label={say('coupon.code')} hint={say('coupon.code.hint')} problem={problemAt('code')}>
            {id => (
              <Input
                id={id}
                value={draft.code}
                maxLength={40}
                onChange={event => setDraft({ ...draft, code: event.target.value.trim() })}
              />
            )}
          </Entry>
        ) : null}
      </div>
      {isNew ? (
        <div className="coupon-toggles">
          <Toggle
            label={say('reward.on_shelf')}
            on={draft.onShelf}
            onChange={onShelf => setDraft({ ...draft, onShelf })}
          />
        </div>
      ) : null}
    </fieldset>
  )
}

/** When it may be exchanged. */
function Times({ editor: { draft, change, problemAt } }: Pick<BlockProps, 'editor'>) {
  const { say } = usePreferences()
  const { window } = draft.definition
  return (
    <>
      <Entry path="from" label={say('reward.from')}>
        {id => (
          <MomentField
            id={id}
            value={window.from}
            placeholder={say('reward.from.none')}
            onChange={from => change({ window: { ...window, from } })}
          />
        )}
      </Entry>
      <Entry path="window" label={say('reward.until')} problem={problemAt('window')}>
        {(id, failing) => (
          <MomentField
            id={id}
            value={window.until}
            failing={failing}
            placeholder={say('reward.until.none')}
            onChange={until => change({ window: { ...window, until } })}
          />
        )}
      </Entry>
    </>
  )
}
