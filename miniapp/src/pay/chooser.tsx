import { formatPoints, formatYuan } from '@huitou/shared/amounts'
import { Slider, View } from '@tarojs/components'
import { useState } from 'react'
import type { TableBill } from '../hooks/use-table-bill'
import { useTexts } from '../language'
import { spoken } from '../parts/aria'
import { Bone } from '../parts/bone'
import { Button } from '../parts/button'
import { ErrorNote } from '../parts/error-note'
import { Row } from '../parts/row'
import { CouponSheet } from './coupon-sheet'
import { pointStepsOf } from './point-steps'
import type { Paying } from './use-checkout'
import { type Quote, type Quoted, useQuote } from './use-quote'

/** Coupons, points, what is left, and the one button. The best coupons are on the bill from the beginning. */
export function Chooser({ bill, paying }: { bill: TableBill; paying: Paying }) {
  const { t } = useTexts()
  const quoted = useQuote(bill.id)
  const { quote } = quoted
  const [open, setOpen] = useState(false)
  if (!quote) {
    return quoted.error ? (
      <ErrorNote
        title={t('pay.failed')}
        error={quoted.error}
        kept={t('pay.kept')}
        onRetry={quoted.again}
        busy={quoted.busy}
      />
    ) : (
      <Bone height={160} card />
    )
  }
  return (
    <View>
      <View className="card card--flush">
        <Coupons quote={quote} onTap={() => setOpen(true)} />
        <PointsRow quoted={quoted} quote={quote} />
      </View>
      <Total quote={quote} paying={paying} busy={quoted.busy} />
      {paying.error && <ErrorNote error={paying.error} kept={t('pay.kept')} />}
      {quoted.error && (
        <ErrorNote error={quoted.error} kept={t('pay.kept')} onRetry={quoted.again} busy={quoted.busy} />
      )}
      <CouponSheet open={open} quoted={quoted} quote={quote} onClose={() => setOpen(false)} />
    </View>
  )
}

function Coupons({ quote, onTap }: { quote: Quote; onTap: () => void }) {
  const { t, say } = useTexts()
  const names = quote.coupons.map(({ name }) => say(name)).join('、')
  const usable = quote.usable.length
  const note = names || (usable > 0 ? t('pay.couponsCount', { count: usable }) : t('pay.couponsNone'))
  const value = quote.couponFen > 0 ? `−${formatYuan(quote.couponFen)}` : names ? '' : t('pay.couponsOff')
  const any = usable + quote.unusable.length > 0
  return (
    <Row
      icon="ticket"
      title={t('pay.coupons')}
      note={note}
      value={<View className={quote.couponFen > 0 ? 'figure jade' : ''}>{any ? value : ''}</View>}
      {...(any ? { onTap } : {})}
    />
  )
}

/** The rule is said before anybody confirms. While the thumb moves, the words follow; the server reckons when it rests. */
function PointsRow({ quoted, quote }: { quoted: Quoted; quote: Quote }) {
  const { t, say } = useTexts()
  const { points } = quote
  const steps = pointStepsOf(points)
  const [moving, setMoving] = useState<number | null>(null)
  if (!points.enabled) return null
  const used = moving ?? points.used
  const have = { points: formatPoints(points.available), most: formatPoints(points.most) }
  const choose = (stop: number) => {
    setMoving(null)
    quoted.choose({ ...quoted.choice, points: steps.pointsAt(stop) })
  }
  const settled = moving === null && points.used > 0
  return (
    <View className="row row--ruled pay__points">
      <View className="line line--between">
        <View>{t('pay.points')}</View>
        {settled && <View className="figure jade">{`−${formatYuan(quote.pointsFen)}`}</View>}
      </View>
      <View className="row__note">{t(points.most > 0 ? 'pay.pointsHave' : 'pay.pointsTooFew', have)}</View>
      {steps.last > 0 && (
        <View {...spoken({ label: t('pay.pointsSpoken') })}>
          <Slider
            className="pay__slider"
            min={0}
            max={steps.last}
            step={1}
            value={steps.stopOf(used)}
            activeColor="var(--brand)"
            blockSize={24}
            onChanging={event => setMoving(steps.pointsAt(event.detail.value))}
            onChange={event => choose(event.detail.value)}
          />
          <View className="line line--between">
            <View className="figure">
              {used === 0
                ? t('pay.pointsNot')
                : settled
                  ? t('pay.pointsUse', { points: formatPoints(used), yuan: formatYuan(quote.pointsFen) })
                  : formatPoints(used)}
            </View>
          </View>
        </View>
      )}
      <View className="tiny gap-4">{say(points.rule)}</View>
    </View>
  )
}

function Total({ quote, paying, busy }: { quote: Quote; paying: Paying; busy: boolean }) {
  const { t, say } = useTexts()
  const { payableFen, earns } = quote
  const yuan = formatYuan(payableFen)
  const begun = paying.step !== 'CHOOSING'
  const earned = earns.points > 0 ? t('pay.earns', { points: formatPoints(earns.points) }) : t('pay.earnsNothing')
  return (
    <View className="card">
      <View className="line line--between">
        <View>{t('pay.payable')}</View>
        <View className="figure pay__total">{yuan}</View>
      </View>
      <View className="note jade">{earned}</View>
      <View className="tiny">{say(earns.sentence)}</View>
      <View className="gap-16">
        <Button
          label={begun ? t('pay.beginning') : payableFen > 0 ? t('pay.pay', { yuan }) : t('pay.payNothing')}
          tall
          onTap={() => paying.flow.begin(quote)}
          busy={begun || busy}
        />
      </View>
      <View className="tiny center gap-8">{t('pay.held')}</View>
    </View>
  )
}
