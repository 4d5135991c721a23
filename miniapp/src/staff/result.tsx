import { formatChange, formatPoints, formatYuan } from '@huitou/shared/amounts'
import { View } from '@tarojs/components'
import { useEffect } from 'react'
import { copy } from '../notices'
import { spoken } from '../parts/aria'
import { Button } from '../parts/button'
import { Empty } from '../parts/empty'
import { Icon } from '../parts/icon'
import { Screen } from '../parts/screen'
import { go, goBack, goInstead } from '../routes'
import { useStore } from '../store'
import { wechat } from '../wechat'
import { useTexts } from './language'
import './staff.scss'
import { type Bill, type Outcome, outcome, type Refund } from './till'
import { useCountdown } from './use-countdown'

const RETURN_SECONDS = 8

/** Green or red over the whole screen, with its sound: read at arm's length, in noise, by two people. */
export default function ResultPage() {
  const { t } = useTexts()
  const result = useStore(outcome)
  const refused = result?.kind === 'REFUSED'
  // biome-ignore lint/correctness/useExhaustiveDependencies: one signal for one result
  useEffect(() => {
    if (result) wechat.signal(refused ? 'FAILURE' : 'SUCCESS')
  }, [])
  const countdown = useCountdown(RETURN_SECONDS, result !== null && !refused, goBack)
  return (
    <Screen title={t('done.title')}>
      {!result && (
        <Empty
          picture="receipt"
          title={t('done.none')}
          action={{ label: t('bind.toWorkbench'), onTap: () => goInstead('workbench') }}
        />
      )}
      {result && (
        <View className={`signal ${refused ? 'signal--failed' : 'signal--done'}`} {...spoken({ role: 'alert' })}>
          <View className="signal__mark">
            <Icon name={refused ? 'close' : 'check'} />
          </View>
          {result.kind === 'BILL' && <Billed bill={result.bill} />}
          {result.kind === 'REFUND' && <Refunded refund={result.refund} />}
          {result.kind === 'REFUSED' && <Refused result={result} />}
          {!refused && (
            <Button
              label={countdown.stayed ? t('verified.nextStayed') : t('done.next', { seconds: countdown.left })}
              tall
              onTap={goBack}
            />
          )}
          {!refused && !countdown.stayed && <Button label={t('verified.stay')} kind="plain" onTap={countdown.stay} />}
        </View>
      )}
    </Screen>
  )
}

function Billed({ bill }: { bill: Bill }) {
  const { t, say } = useTexts()
  return (
    <View className="grow">
      <View className="signal__word">{bill.member ? bill.member.nickname || t('member') : t('done.kept')}</View>
      {bill.member && <View className="signal__figure">{t('done.points', { points: formatChange(bill.points) })}</View>}
      <View className="gap-8">{say(bill.sentence)}</View>
      <Whys bill={bill} />
      <View className="signal__facts">
        <View>{formatYuan(bill.paidFen)}</View>
        <Serial billNo={bill.billNo} entryNo={bill.entryNo} />
      </View>
      <Button label={t('done.undo')} kind="plain" onTap={() => goInstead('refund', { billNo: bill.billNo })} />
    </View>
  )
}

/** What to tell a guest who asks where the rest of the points came from, or why a rule gave none. */
function Whys({ bill }: { bill: Bill }) {
  const { t, say } = useTexts()
  const parts = bill.parts.length > 1 ? bill.parts : []
  return (
    <View>
      {parts.map(part => (
        <View key={part.code} className="gap-4">
          {t('done.part', { rule: say(part.rule), points: formatChange(part.points) })}
        </View>
      ))}
      {bill.notPaid.map(rule => (
        <View key={rule.code} className="note gap-4">
          {say(rule.sentence)}
        </View>
      ))}
    </View>
  )
}

function Refunded({ refund }: { refund: Refund }) {
  const { t, say } = useTexts()
  return (
    <View className="grow">
      <View className="signal__word">{t('done.refunded', { amount: formatYuan(refund.amountFen) })}</View>
      <View className="signal__figure">{t('done.points', { points: formatChange(-refund.pointsTaken) })}</View>
      <View className="gap-8">{say(refund.sentence)}</View>
      {refund.cashFen > 0 && <View className="gap-8">{t('done.cash', { amount: formatYuan(refund.cashFen) })}</View>}
      {refund.debtAdded > 0 && <View className="gap-8">{t('done.debt', { points: refund.debtAdded })}</View>}
      {refund.returned && <Returned returned={refund.returned} />}
      <View className="signal__facts">
        <Serial billNo={refund.billNo} entryNo={refund.entryNo} />
      </View>
    </View>
  )
}

/** Of a bill that was paid at the table: what goes back by itself, so that nobody hands it out a second time. */
function Returned({ returned }: { returned: NonNullable<Refund['returned']> }) {
  const { t, say } = useTexts()
  const { cashFen, points, pointsFen, coupons } = returned
  return (
    <View className="first-use">
      <View className="strong">{t('returned.title')}</View>
      {cashFen > 0 && <View>{t('returned.cash', { amount: formatYuan(cashFen) })}</View>}
      {points > 0 && (
        <View>{t('returned.points', { points: formatPoints(points), amount: formatYuan(pointsFen) })}</View>
      )}
      {coupons.map(({ name, fen, whole }) => (
        <View key={name.zh}>
          {t('returned.coupon', { name: say(name), amount: formatYuan(fen) })}{' '}
          {t(whole ? 'returned.couponWhole' : 'returned.couponPart')}
        </View>
      ))}
    </View>
  )
}

function Serial({ billNo, entryNo }: { billNo: string; entryNo: string | null }) {
  const { t } = useTexts()
  return (
    <View>
      <View className="figure">{t('done.bill', { billNo })}</View>
      {entryNo && (
        <View className="figure signal__copy" onClick={() => copy(entryNo)} {...spoken({ role: 'button' })}>
          {t('done.serial', { entryNo })}
        </View>
      )}
    </View>
  )
}

function Refused({ result }: { result: Extract<Outcome, { kind: 'REFUSED' }> }) {
  const { t } = useTexts()
  return (
    <View className="grow">
      <View className="signal__word">{t('done.failed')}</View>
      <View className="title gap-16">{result.message}</View>
      <View className="signal__facts">
        <View className="figure">{t('done.bill', { billNo: result.billNo })}</View>
        <View className="signal__copy" onClick={() => copy(result.requestId)} {...spoken({ role: 'button' })}>
          {t('error.number', { number: result.requestId })}
        </View>
      </View>
      <Button label={t('done.back')} tall onTap={goBack} />
      <Button label={t('done.lookUp')} kind="plain" onTap={() => go('records')} />
    </View>
  )
}
