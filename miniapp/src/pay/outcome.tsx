import { formatPoints, formatYuan } from '@huitou/shared/amounts'
import { View } from '@tarojs/components'
import { timeOf } from '../dates'
import { useProgramme } from '../hooks/use-who'
import { useTexts } from '../language'
import { spoken } from '../parts/aria'
import { AskLine } from '../parts/ask-line'
import { Button } from '../parts/button'
import { ErrorNote } from '../parts/error-note'
import { Icon, type IconName } from '../parts/icon'
import { Points } from '../parts/points'
import { go, goBack } from '../routes'
import type { TextKey } from '../texts'
import type { Checkout } from './checkout-flow'
import type { Paying } from './use-checkout'

/** What becomes of a payment that was begun. Each state says what happened to the money, the points and the coupons. */
export function Outcome({ paying, checkout }: { paying: Paying; checkout: Checkout }) {
  const { t } = useTexts()
  const zone = useProgramme().value?.timeZone
  const time = timeOf(checkout.expiresAt, zone)
  const { step } = paying
  if (step === 'OVER') return <Over paying={paying} checkout={checkout} />
  if (step === 'READY') return <Ready paying={paying} checkout={checkout} time={time} />
  if (step === 'STILL') {
    return (
      <State icon="clock" title="pay.still" note={t('pay.stillNote')} paying={paying}>
        <Button label={t('pay.ask')} tall onTap={() => paying.flow.ask()} />
      </State>
    )
  }
  const says: Record<'BEGINNING' | 'SHEET' | 'ASKING' | 'CLOSING', [TextKey, TextKey]> = {
    BEGINNING: ['pay.beginning', 'pay.held'],
    SHEET: ['pay.sheet', 'pay.held'],
    ASKING: ['pay.asking', 'pay.askingNote'],
    CLOSING: ['pay.closing', 'pay.closingNote'],
  }
  const [title, note] = says[step === 'CHOOSING' ? 'BEGINNING' : step]
  return <State icon="clock" title={title} note={t(note)} paying={paying} />
}

/** Begun and not paid: go on, or have everything back. */
function Ready({ paying, checkout, time }: { paying: Paying; checkout: Checkout; time: string }) {
  const { t } = useTexts()
  const silent = checkout.pay === null
  return (
    <State
      icon="receipt"
      title={silent ? 'pay.noAnswer' : 'pay.unpaid'}
      note={t(silent ? 'pay.noAnswerNote' : 'pay.unpaidNote', { time })}
      paying={paying}
    >
      <View className="figure pay__total center">{formatYuan(checkout.payableFen)}</View>
      <View className="gap-16">
        <Button label={t('pay.again')} tall onTap={() => paying.flow.goOn()} />
        <Button label={t('pay.giveUp')} kind="plain" onTap={() => paying.flow.giveUp()} />
      </View>
    </State>
  )
}

function Over({ paying, checkout }: { paying: Paying; checkout: Checkout }) {
  const { t } = useTexts()
  if (checkout.state === 'PAID') return <Paid checkout={checkout} />
  if (checkout.state === 'RETURNED') {
    const note = t('pay.returnedNote', { yuan: formatYuan(checkout.payableFen) })
    return (
      <State icon="undo" title="pay.returned" note={note} paying={paying}>
        <Button label={t('pay.back')} tall onTap={goBack} />
      </State>
    )
  }
  const title = checkout.state === 'TIMED_OUT' ? 'pay.timedOut' : 'pay.cancelled'
  return (
    <State icon="undo" title={title} note={t('pay.cancelledNote')} paying={paying}>
      <Button label={t('pay.choose')} tall onTap={() => paying.flow.chooseAgain()} />
      <Button label={t('pay.back')} kind="plain" onTap={goBack} />
    </State>
  )
}

/** What was paid with what, what it earned and why, and one question. */
function Paid({ checkout }: { checkout: Checkout }) {
  const { t, say } = useTexts()
  const { earned, couponFen, points } = checkout
  const used = { coupons: formatYuan(couponFen), points: formatPoints(points) }
  return (
    <View>
      <View className="card center appear" {...spoken({ role: 'status' })}>
        <View className="result__mark">
          <Icon name="check" />
        </View>
        <View className="heading">{t('pay.done')}</View>
        <View className="note">{t('pay.doneNote', { store: checkout.storeName, table: checkout.tableName })}</View>
        <View className="figure pay__total gap-8">{t('pay.paid', { yuan: formatYuan(checkout.payableFen) })}</View>
        {couponFen + points > 0 && <View className="note">{t('pay.used', used)}</View>}
        {earned && (
          <View className="pay__earned">
            <Points value={earned.points} size="large" signed from={0} tone="jade" />
            <View>{say(earned.sentence)}</View>
            <View className="note gap-4">{`${t('result.balance')} ${formatPoints(earned.balance)}`}</View>
          </View>
        )}
      </View>
      <AskLine moment="AFTER_EARN" most={1} />
      <View className="gap-16">
        <Button label={t('pay.back')} tall onTap={goBack} />
        {earned?.entryNo && (
          <Button
            label={t('pay.why')}
            kind="plain"
            onTap={() => earned.entryNo && go('entry', { entryNo: earned.entryNo })}
          />
        )}
      </View>
    </View>
  )
}

interface StateProps {
  icon: IconName
  title: TextKey
  note: string
  paying: Paying
  children?: React.ReactNode
}

function State({ icon, title, note, paying, children }: StateProps) {
  const { t } = useTexts()
  return (
    <View>
      <View className="card appear">
        <View className="center" {...spoken({ role: 'status' })}>
          <View className="result__mark result__mark--quiet">
            <Icon name={icon} />
          </View>
          <View className="heading">{t(title)}</View>
          <View className="note gap-4">{note}</View>
        </View>
        {children && <View className="gap-16">{children}</View>}
      </View>
      {paying.error && <ErrorNote error={paying.error} />}
    </View>
  )
}
