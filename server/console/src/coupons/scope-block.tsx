import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { FESTIVALS } from '@huitou/shared/rule-names'
import { Button, Form, Segmented } from 'antd'
import { usePreferences } from '../preferences'
import { Days, Many } from '../rules/choice-fields'
import { DayField, SpanField } from '../rules/moment-field'
import { CHANNELS, type Definition } from './coupon'
import type { BlockProps } from './effect-block'
import { Money, Toggle } from './fields'

type Scope = Definition['scope']
type Part = Omit<BlockProps, 'draft' | 'onChange'> & { scope: Scope; onChange: (scope: Scope) => void }

const MAX_WINDOWS = 14
const MAX_SPANS = 20

/** Where, when and for what it may be used. */
export function ScopeBlock({ draft, onChange, ...rest }: BlockProps) {
  const { say } = usePreferences()
  const { scope } = draft
  const part: Part = { ...rest, scope, onChange: next => onChange({ ...draft, scope: next }) }
  return (
    <fieldset className="coupon-block">
      <legend>{say('coupon.conditions')}</legend>
      <Where {...part} />
      <Dishes {...part} />
      <Windows {...part} />
      <NotOn {...part} />
    </fieldset>
  )
}

const orNull = <T,>(list: T[]): T[] | null => (list.length > 0 ? list : null)

function Where({ scope, options, onChange }: Part) {
  const { say } = usePreferences()
  return (
    <div className="coupon-fields">
      <Money
        id="coupon-min-spend"
        label={say('coupon.min_spend')}
        placeholder={say('coupon.cap.none')}
        fen={scope.minSpendFen}
        onChange={minSpendFen => onChange({ ...scope, minSpendFen })}
      />
      <Form.Item label={say('coupon.stores')} extra={scope.stores ? undefined : say('coupon.stores.all')}>
        <Many
          label={say('coupon.stores')}
          value={scope.stores ?? []}
          options={(options?.stores ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          failing={false}
          disabled={!options}
          onChange={stores => onChange({ ...scope, stores: orNull(stores) })}
        />
      </Form.Item>
      <Form.Item label={say('coupon.channels')} extra={scope.channels ? undefined : say('coupon.channels.all')}>
        <Many
          label={say('coupon.channels')}
          value={scope.channels ?? []}
          options={CHANNELS.map(value => ({ value, label: say(`coupon.channel.${value}`) }))}
          failing={false}
          disabled={false}
          onChange={channels => onChange({ ...scope, channels: orNull(channels) })}
        />
      </Form.Item>
    </div>
  )
}

function Dishes({ scope, options, wrong, onChange }: Part) {
  const { say } = usePreferences()
  const { dishes } = scope
  const modes = ['ALL', 'ONLY', 'EXCEPT'] as const
  const choose = (mode: (typeof modes)[number]) =>
    onChange({ ...scope, dishes: mode === 'ALL' ? null : { categories: [], products: [], ...dishes, mode } })
  return (
    <Form.Item label={say('coupon.dishes')}>
      <Segmented
        value={dishes?.mode ?? 'ALL'}
        aria-label={say('coupon.dishes')}
        options={modes.map(value => ({ value, label: say(`coupon.dishes.${value}`) }))}
        onChange={choose}
      />
      {dishes ? (
        <div className="coupon-fields coupon-inner">
          <Many
            label={say('coupon.dishes.categories')}
            value={dishes.categories}
            options={(options?.categories ?? []).map(({ code, name }) => ({ value: code, label: name }))}
            failing={wrong.has('scope.dishes')}
            disabled={!options}
            onChange={categories => onChange({ ...scope, dishes: { ...dishes, categories } })}
          />
          <Many
            label={say('coupon.dishes.products')}
            value={dishes.products}
            options={(options?.products ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            failing={wrong.has('scope.dishes')}
            disabled={!options}
            onChange={products => onChange({ ...scope, dishes: { ...dishes, products } })}
          />
        </div>
      ) : null}
    </Form.Item>
  )
}

function Windows({ scope, onChange }: Part) {
  const { say } = usePreferences()
  const windows = scope.windows ?? []
  const set = (next: typeof windows) => onChange({ ...scope, windows: orNull(next) })
  const put = (at: number, window: (typeof windows)[number]) => set(windows.with(at, window))
  return (
    <Form.Item label={say('coupon.windows')} extra={windows.length > 0 ? undefined : say('coupon.windows.always')}>
      {windows.map((window, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: windows have no identity but their place
        <div className="coupon-row" key={at}>
          <Days
            label={`${say('coupon.windows')} ${at + 1}`}
            value={window.weekdays}
            disabled={false}
            onChange={weekdays => put(at, { ...window, weekdays })}
          />
          {window.between ? (
            <SpanField
              label={`${say('coupon.windows')} ${at + 1}`}
              value={window.between}
              onChange={between => put(at, { ...window, between })}
            />
          ) : null}
          <Toggle
            label={say('coupon.windows.all_day')}
            on={window.between === null}
            onChange={on => put(at, { ...window, between: on ? null : ['11:00', '14:00'] })}
          />
          <Remove label={say('coupon.windows.remove', { nth: at + 1 })} onClick={() => set(windows.toSpliced(at, 1))} />
        </div>
      ))}
      {windows.length < MAX_WINDOWS ? (
        <Button
          size="small"
          icon={<PlusOutlined />}
          onClick={() => set([...windows, { weekdays: [1, 2, 3, 4, 5], between: ['11:00', '14:00'] }])}
        >
          {say('coupon.windows.add')}
        </Button>
      ) : null}
    </Form.Item>
  )
}

function NotOn({ scope, onChange }: Part) {
  const { say } = usePreferences()
  const { notOn } = scope
  const days = (next: typeof notOn.days) => onChange({ ...scope, notOn: { ...notOn, days: next } })
  return (
    <>
      <Form.Item label={say('coupon.festivals')} extra={say('coupon.festivals.hint')}>
        <Many
          label={say('coupon.festivals')}
          value={notOn.festivals}
          options={FESTIVALS.map(value => ({ value, label: say(`festival.${value}`) }))}
          failing={false}
          disabled={false}
          onChange={chosen => onChange({ ...scope, notOn: { ...notOn, festivals: chosen } })}
        />
      </Form.Item>
      <Form.Item label={say('coupon.days')}>
        {notOn.days.map((span, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: spans have no identity but their place
          <div className="coupon-row" key={at}>
            <label className="visually-hidden" htmlFor={`coupon-first-${at}`}>
              {say('coupon.days.first', { nth: at + 1 })}
            </label>
            <DayField
              id={`coupon-first-${at}`}
              value={span.first}
              failing={span.first === '' || span.first > span.last}
              onChange={first => days(notOn.days.with(at, { ...span, first }))}
            />
            <span aria-hidden="true">–</span>
            <label className="visually-hidden" htmlFor={`coupon-last-${at}`}>
              {say('coupon.days.last', { nth: at + 1 })}
            </label>
            <DayField
              id={`coupon-last-${at}`}
              value={span.last}
              failing={span.last === '' || span.first > span.last}
              onChange={last => days(notOn.days.with(at, { ...span, last }))}
            />
            <Remove
              label={say('coupon.days.remove', { nth: at + 1 })}
              onClick={() => days(notOn.days.toSpliced(at, 1))}
            />
          </div>
        ))}
        {notOn.days.length < MAX_SPANS ? (
          <Button size="small" icon={<PlusOutlined />} onClick={() => days([...notOn.days, { first: '', last: '' }])}>
            {say('coupon.days.add')}
          </Button>
        ) : null}
      </Form.Item>
    </>
  )
}

function Remove({ label, onClick }: { label: string; onClick: () => void }) {
  return <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={label} onClick={onClick} />
}
