import { formatChange, formatYuan, parseYuan } from '@huitou/shared/amounts'
import { View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { type CallError, call } from '../call'
import { stampOf } from '../dates'
import { useLoad } from '../hooks/use-load'
import { BoneRows } from '../parts/bone'
import { Button } from '../parts/button'
import { Empty } from '../parts/empty'
import { ErrorNote } from '../parts/error-note'
import { Row } from '../parts/row'
import { Screen } from '../parts/screen'
import { goBack } from '../routes'
import { Choices } from './choices'
import { useTexts } from './language'
import { Amount, Pad } from './pad'
import { Reasons } from './reasons'
import './staff.scss'
import type { Bill } from './till'
import { useRefund } from './use-refund'

const REASONS = ['reason.returned', 'reason.mistake', 'reason.complaint'] as const

/** One bill with all that was decided about it, and the way to take it back, whole or in part. */
export default function RefundPage() {
  const { t } = useTexts()
  const { billNo = '' } = useRouter().params
  const bill = useLoad(billNo && `bill:${billNo}`, () => call('GET /staff/bills/:billNo', { params: { billNo } }), {
    freshMs: 0,
  })
  const menuFen = useMenuFen(bill.value)
  const left = bill.value ? (menuFen ?? bill.value.paidFen - bill.value.refundedFen) : 0
  return (
    <Screen title={t('refund.title')} shows={[bill]}>
      {bill.value && <Facts bill={bill.value} />}
      {bill.value && left > 0 && <RefundForm key={left} bill={bill.value} left={left} />}
      {bill.value && left === 0 && (
        <Empty picture="receipt" title={t('refund.all')} action={{ label: t('refund.back'), onTap: goBack }} />
      )}
      {!bill.value && bill.error && (
        <ErrorNote error={bill.error} onRetry={() => void bill.reload()} busy={bill.busy} />
      )}
      {!bill.value && !bill.error && (
        <View className="card card--flush">
          <BoneRows count={4} />
        </View>
      )}
    </Screen>
  )
}

/**
 * What a bill that was paid on a guest's phone came to before coupons and points: refunds of it are in menu prices, and each
 * part goes back the way it came. Null for any other bill.
 */
function useMenuFen(bill: Bill | null): number | null {
  const atTable = bill !== null && bill.tableName !== null
  const bills = useLoad(atTable ? 'table-bills:paid' : null, () =>
    call('GET /staff/table-bills', { query: { limit: 100 } }),
  )
  const found = bills.value?.items.find(({ billNo, state }) => billNo === bill?.billNo && state === 'PAID')
  return found?.amountFen ?? null
}

function Facts({ bill }: { bill: Bill }) {
  const { t, say } = useTexts()
  return (
    <View className="card card--flush">
      <Row
        title={<View className="title figure">{formatYuan(bill.paidFen)}</View>}
        note={`${bill.billNo}\n${stampOf(bill.paidAt)} · ${bill.recordedBy}`}
        value={<View className="figure">{t('done.points', { points: formatChange(bill.points) })}</View>}
      />
      <Row title={bill.member ? bill.member.nickname || t('member') : t('records.nobody')} note={say(bill.sentence)} />
      {bill.refundedFen > 0 && (
        <Row title={t('refund.before')} value={<View className="figure amber">{formatYuan(-bill.refundedFen)}</View>} />
      )}
    </View>
  )
}

function RefundForm({ bill, left }: { bill: Bill; left: number }) {
  const { t } = useTexts()
  const [whole, setWhole] = useState(true)
  const [text, setText] = useState('')
  const [said, setSaid] = useState<string | null>(null)
  const refund = useRefund(bill.billNo)
  // Of a bill paid at a table only the server knows what has gone back already.
  const most = Math.min(left, leftOf(refund.error) ?? left)
  const amountFen = whole ? most : parseYuan(text)
  const fits = amountFen !== null && amountFen <= most
  return (
    <View>
      <View className="label">{t('refund.how')}</View>
      <Choices
        choices={[
          { value: 'WHOLE', name: t('refund.whole', { amount: formatYuan(most) }) },
          { value: 'PART', name: t('refund.part') },
        ]}
        chosen={whole ? 'WHOLE' : 'PART'}
        onChoose={choice => setWhole(choice === 'WHOLE')}
      />
      {!whole && (
        <View className="gap-8">
          <View className="card">
            <Amount text={text} />
            {amountFen !== null && !fits && (
              <View className="amber gap-4">{t('refund.tooMuch', { amount: formatYuan(most) })}</View>
            )}
          </View>
          <Pad text={text} onChange={setText} />
        </View>
      )}
      <Reasons reasons={REASONS} onReason={setSaid} />
      {refund.error && (
        <ErrorNote
          title={t('refund.failed')}
          error={refund.error}
          kept={refund.error.offline ? t('refund.again') : ''}
        />
      )}
      <View className="gap-16">
        <Button
          label={amountFen === null ? t('refund.confirmEmpty') : t('refund.confirm', { amount: formatYuan(amountFen) })}
          tall
          disabled={!fits || amountFen === 0 || !said}
          busy={refund.busy}
          onTap={() => amountFen !== null && said && void refund.send(amountFen, said)}
        />
      </View>
      {bill.member && <View className="note center gap-8">{t('refund.note')}</View>}
    </View>
  )
}

/** What may still be refunded, where a refusal has said so. */
function leftOf(error: CallError | null): number | null {
  return error?.code === 'refund.too_much' && typeof error.data.leftFen === 'number' ? error.data.leftFen : null
}
