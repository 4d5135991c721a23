import { formatYuan } from '@huitou/shared/amounts'
import { View } from '@tarojs/components'
import { useTexts } from '../language'
import { spoken } from '../parts/aria'
import { Button } from '../parts/button'
import { Icon } from '../parts/icon'
import { Sheet } from '../parts/sheet'
import type { Quote, Quoted } from './use-quote'

interface Props {
  open: boolean
  quoted: Quoted
  quote: Quote
  onClose: () => void
}

/** Coupons for this bill first; then the others, each with its reason. */
export function CouponSheet({ open, quoted, quote, onClose }: Props) {
  const { t } = useTexts()
  const on = quote.coupons.map(({ id }) => id)
  const choose = (couponIds: string[] | null) => quoted.choose({ ...quoted.choice, couponIds })
  const toggle = (id: string) => choose(on.includes(id) ? on.filter(other => other !== id) : [...on, id])
  return (
    <Sheet open={open} title={t('pay.couponsTitle')} onClose={onClose}>
      <View className="pay__coupons">
        {quote.usable.length > 0 && <View className="label">{t('pay.usable')}</View>}
        {quote.usable.map(coupon => (
          <Choice
            key={coupon.id}
            coupon={coupon}
            off={quote.coupons.find(({ id }) => id === coupon.id)?.offFen ?? null}
            busy={quoted.busy}
            onTap={() => toggle(coupon.id)}
          />
        ))}
        {quoted.error && <View className="note amber gap-8">{quoted.error.message}</View>}
        {quote.unusable.length > 0 && <View className="label">{t('pay.unusable')}</View>}
        {quote.unusable.map(coupon => (
          <Unusable key={coupon.id} coupon={coupon} />
        ))}
      </View>
      <View className="gap-16">
        <Button label={t('pay.couponsBest')} kind="quiet" onTap={() => choose(null)} busy={quoted.busy} />
        <Button label={t('pay.couponsOff')} kind="plain" onTap={() => choose([])} busy={quoted.busy} />
      </View>
    </Sheet>
  )
}

interface ChoiceProps {
  coupon: Quote['usable'][number]
  /** What it takes off, while it is on the bill. */
  off: number | null
  busy: boolean
  onTap: () => void
}

function Choice({ coupon, off, busy, onTap }: ChoiceProps) {
  const { t, say } = useTexts()
  const state = spoken({ role: 'checkbox', label: say(coupon.name), checked: coupon.chosen })
  return (
    <View className="row" hoverClass="pressed" onClick={busy ? undefined : onTap} {...state}>
      <View className={coupon.chosen ? 'pay__tick pay__tick--on' : 'pay__tick'}>
        {coupon.chosen && <Icon name="check" />}
      </View>
      <View className="row__text">
        <View>{`${say(coupon.face.value)} ${say(coupon.name)}`}</View>
        <View className="row__note">
          {coupon.sentence ? say(coupon.sentence) : t('pay.until', { day: coupon.lastDay })}
        </View>
      </View>
      {off !== null && off > 0 && <View className="row__value figure jade">{`−${formatYuan(off)}`}</View>}
    </View>
  )
}

function Unusable({ coupon }: { coupon: Quote['unusable'][number] }) {
  const { say } = useTexts()
  return (
    <View className="row quiet">
      <View className="row__text">
        <View>{`${say(coupon.face.value)} ${say(coupon.name)}`}</View>
        <View className="row__note">{say(coupon.sentence)}</View>
      </View>
    </View>
  )
}
