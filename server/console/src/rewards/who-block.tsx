import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import { Toggle } from '../coupons/fields'
import { usePreferences } from '../preferences'
import { Many } from '../rules/choice-fields'
import { NumberField, YuanField } from '../rules/moment-field'
import { type BlockProps, Entry } from './blocks'
import type { Definition } from './reward'

/** Who may have it and how often, at what price by tier, and where it is good. */
export function WhoBlock({ editor, options }: BlockProps) {
  const { say, pick } = usePreferences()
  const { draft, change } = editor
  const { lowestTier, limits, birthdayMonth, refundable, gift } = draft.definition
  const isVoucher = gift.type !== 'COUPON' && gift.type !== 'PACK'
  return (
    <fieldset className="coupon-block">
      <legend>{say('reward.block.who')}</legend>
      <div className="coupon-fields">
        <Entry path="lowestTier" label={say('reward.tier')}>
          {id => (
            <Select
              id={id}
              value={lowestTier ?? ''}
              loading={!options}
              options={[
                { value: '', label: say('reward.tier.all') },
                ...(options?.tiers ?? []).map(({ code, name }) => ({
                  value: code,
                  label: say('reward.tier.from', { tier: pick(name) }),
                })),
              ]}
              onChange={next => change({ lowestTier: next || null })}
            />
          )}
        </Entry>
        <Entry path="perMonth" label={say('reward.per_month')} hint={say('reward.limit.hint')}>
          {id => (
            <NumberField
              id={id}
              value={limits.perMonth ?? 0}
              max={1_000}
              placeholder={say('reward.limit.none')}
              onChange={next => change({ limits: { ...limits, perMonth: next || null } })}
            />
          )}
        </Entry>
        <Entry path="total" label={say('reward.per_member')} hint={say('reward.limit.hint')}>
          {id => (
            <NumberField
              id={id}
              value={limits.total ?? 0}
              max={1_000}
              placeholder={say('reward.limit.none')}
              onChange={next => change({ limits: { ...limits, total: next || null } })}
            />
          )}
        </Entry>
        {isVoucher ? <UseFields editor={editor} options={options} /> : null}
      </div>
      <TierPrices editor={editor} options={options} />
      <div className="coupon-toggles">
        <Toggle label={say('reward.birthday')} on={birthdayMonth} onChange={on => change({ birthdayMonth: on })} />
        <Toggle label={say('reward.refundable')} on={refundable} onChange={on => change({ refundable: on })} />
      </div>
    </fieldset>
  )
}

/** Where and how long what is shown in a store is good. */
function UseFields({ editor: { draft, change }, options }: BlockProps) {
  const { say } = usePreferences()
  const { validDays, stores } = draft.definition
  return (
    <>
      <Entry path="validDays" label={say('reward.valid')} hint={say('reward.valid.hint')}>
        {id => (
          <NumberField
            id={id}
            value={validDays}
            max={730}
            onChange={next => change({ validDays: Math.max(1, next) })}
          />
        )}
      </Entry>
      <Entry path="stores" label={say('coupon.stores')} hint={stores ? undefined : say('coupon.stores.all')}>
        {() => (
          <Many
            label={say('coupon.stores')}
            value={stores ?? []}
            options={(options?.stores ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            failing={false}
            disabled={!options}
            onChange={next => change({ stores: next.length > 0 ? next : null })}
          />
        )}
      </Entry>
    </>
  )
}

/** Other prices from a tier on. */
function TierPrices({ editor, options }: BlockProps) {
  const { say, pick } = usePreferences()
  const { change, draft, problemAt } = editor
  const { tierPrices, points, cashFen } = draft.definition
  const free = (options?.tiers ?? []).filter(({ code }) => !tierPrices.some(({ tier }) => tier === code))
  const nameOf = (code: string) => {
    const found = options?.tiers.find(tier => tier.code === code)
    return found ? pick(found.name) : code
  }
  const set = (at: number, part: Partial<TierPrice>) =>
    change({ tierPrices: tierPrices.map((one, place) => (place === at ? { ...one, ...part } : one)) })
  const add = () => {
    const next = free[1] ?? free[0]
    if (next) change({ tierPrices: [...tierPrices, { tier: next.code, points, cashFen }] })
  }
  return (
    <div className="tier-prices">
      {tierPrices.map((one, at) => (
        <TierPriceRow
          key={one.tier}
          at={at}
          price={one}
          usual={{ points, cashFen }}
          tiers={[one.tier, ...free.map(({ code }) => code)].map(code => ({ value: code, label: nameOf(code) }))}
          problem={problemAt(`tierPrices.${at}`)}
          onChange={part => set(at, part)}
          onRemove={() => change({ tierPrices: tierPrices.filter((_, place) => place !== at) })}
        />
      ))}
      {free.length > 0 ? (
        <Button icon={<PlusOutlined aria-hidden="true" />} onClick={add}>
          {say('reward.tier_price.add')}
        </Button>
      ) : null}
    </div>
  )
}

type TierPrice = Definition['tierPrices'][number]

interface TierPriceRowProps {
  at: number
  price: TierPrice
  usual: { points: number; cashFen: number }
  tiers: { value: string; label: string }[]
  problem: string | undefined
  onChange: (part: Partial<TierPrice>) => void
  onRemove: () => void
}

function TierPriceRow({ at, price, usual, tiers, problem, onChange, onRemove }: TierPriceRowProps) {
  const { say } = usePreferences()
  const tier = tiers[0]?.label ?? price.tier
  return (
    <div className="coupon-row">
      <Select
        value={price.tier}
        aria-label={say('reward.tier_price.tier')}
        options={tiers}
        onChange={chosen => onChange({ tier: chosen })}
      />
      <NumberField
        id={`reward-tierPrices-${at}`}
        label={say('reward.tier_price.points', { tier })}
        value={price.points}
        min={0}
        max={usual.points}
        suffix={say('unit.points')}
        failing={problem !== undefined}
        onChange={points => onChange({ points })}
      />
      {usual.cashFen > 0 ? (
        <YuanField
          label={say('reward.tier_price.cash', { tier })}
          fen={price.cashFen}
          min={0}
          maxFen={usual.cashFen}
          onFen={cashFen => onChange({ cashFen })}
        />
      ) : null}
      <Button
        type="text"
        icon={<DeleteOutlined aria-hidden="true" />}
        aria-label={say('reward.tier_price.remove', { tier })}
        onClick={onRemove}
      />
      {problem ? (
        <span className="field-problem" role="alert">
          {problem}
        </span>
      ) : null}
    </div>
  )
}
