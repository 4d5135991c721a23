import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import { Toggle } from '../coupons/fields'
import { usePreferences } from '../preferences'
import { Many } from '../rules/choice-fields'
import { NumberField, YuanField } from '../rules/moment-field'
import { type BlockProps, Entry } from './blocks'

/** Who may have it and how often, at what price by tier, and where it is good. */
export function WhoBlock({ editor, options }: BlockProps) {
  const { say, pick } = usePreferences()
  const { draft, change } = editor
  const { lowestTier, limits, birthdayMonth, stores, validDays, refundable, gift } = draft.definition
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
        {isVoucher ? (
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
        ) : null}
      </div>
      <TierPrices editor={editor} options={options} />
      <div className="coupon-toggles">
        <Toggle label={say('reward.birthday')} on={birthdayMonth} onChange={on => change({ birthdayMonth: on })} />
        <Toggle label={say('reward.refundable')} on={refundable} onChange={on => change({ refundable: on })} />
      </div>
    </fieldset>
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
  const set = (at: number, part: { points?: number; cashFen?: number }) =>
    change({ tierPrices: tierPrices.map((one, place) => (place === at ? { ...one, ...part } : one)) })
  const add = () => {
    const next = free[1] ?? free[0]
    if (next) change({ tierPrices: [...tierPrices, { tier: next.code, points, cashFen }] })
  }
  return (
    <div className="tier-prices">
      {tierPrices.map((one, at) => {
        const problem = problemAt(`tierPrices.${at}`)
        return (
          <div key={one.tier} className="coupon-row">
            <Select
              value={one.tier}
              aria-label={say('reward.tier_price.tier')}
              options={[one.tier, ...free.map(({ code }) => code)].map(code => ({ value: code, label: nameOf(code) }))}
              onChange={tier =>
                change({ tierPrices: tierPrices.map((old, place) => (place === at ? { ...old, tier } : old)) })
              }
            />
            <NumberField
              id={`reward-tierPrices-${at}`}
              label={say('reward.tier_price.points', { tier: nameOf(one.tier) })}
              value={one.points}
              min={0}
              max={points}
              suffix={say('unit.points')}
              failing={problem !== undefined}
              onChange={next => set(at, { points: next })}
            />
            {cashFen > 0 ? (
              <YuanField
                label={say('reward.tier_price.cash', { tier: nameOf(one.tier) })}
                fen={one.cashFen}
                maxFen={cashFen}
                onFen={fen => set(at, { cashFen: fen })}
              />
            ) : null}
            <Button
              type="text"
              icon={<DeleteOutlined aria-hidden="true" />}
              aria-label={say('reward.tier_price.remove', { tier: nameOf(one.tier) })}
              onClick={() => change({ tierPrices: tierPrices.filter((_, place) => place !== at) })}
            />
            {problem ? (
              <span className="field-problem" role="alert">
                {problem}
              </span>
            ) : null}
          </div>
        )
      })}
      {free.length > 0 ? (
        <Button icon={<PlusOutlined aria-hidden="true" />} onClick={add}>
          {say('reward.tier_price.add')}
        </Button>
      ) : null}
    </div>
  )
}
