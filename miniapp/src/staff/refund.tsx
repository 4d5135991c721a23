import { formatChange, formatYuan, parseYuan } from '@huitou/shared/amounts'
import { Input, View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { call } from '../call'
import { stampOf } from '../dates'
import { useLoad } from '../hooks/use-load'
import { useTexts } from '../language'
import { spoken } from '../parts/aria'
import { BoneRows } from '../parts/bone'
import { Button } from '../parts/button'
import { Empty } from '../parts/empty'
import { ErrorNote } from '../parts/error-note'
import { Row } from '../parts/row'
import { Screen } from '../parts/screen'
import { goBack } from '../routes'
import { Amount, Pad } from './pad'
import './staff.scss'
import type { Bill } from './till'
import { useRefund } from './use-refund'

const REASONS = ['returned', 'mistake', 'complaint', 'other'] as const
type Reason = (typeof REASONS)[number]

/** One bill with all that was decided about it, and the way to take it back, whole or in part. */
export default function RefundPage() {
  const { t } = useTexts()
  const { billNo = '' } = useRouter().params
  const bill = useLoad(billNo && `bill:${billNo}`, () => call('GET /staff/bills/:billNo', { params: { billNo } }), {
    freshMs: 0,
  })
  const left = bill.value ? bill.value.paidFen - bill.value.refundedFen : 0
  return (
    <Screen title={t('refund.title')} shows={[bill]}>
      {bill.value && <Facts bill={bill.value} />}
      {bill.value && left > 0 && <RefundForm bill={bill.value} left={left} />}
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
  const [reason, setReason] = useState<Reason | null>(null)
  const [words, setWords] = useState('')
  const refund = useRefund(bill.billNo)
  const amountFen = whole ? left : parseYuan(text)
  const said = reason === 'other' ? words.trim() : reason ? t(`reason.${reason}`) : ''
  const fits = amountFen !== null && amountFen <= left
  return (
    <View>
      <View className="label">{t('refund.how')}</View>
      <View className="filters">
        <Pill name={t('refund.whole', { amount: formatYuan(left) })} on={whole} onTap={() => setWhole(true)} />
        <Pill name={t('refund.part')} on={!whole} onTap={() => setWhole(false)} />
      </View>
      {!whole && (
        <View className="gap-8">
          <View className="card">
            <Amount text={text} />
            {amountFen !== null && !fits && (
              <View className="amber gap-4">{t('refund.tooMuch', { amount: formatYuan(left) })}</View>
            )}
          </View>
          <Pad text={text} onChange={setText} />
        </View>
      )}
      <Reasons reason={reason} onReason={setReason} words={words} onWords={setWords} />
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
          disabled={!fits || !said}
          busy={refund.busy}
          onTap={() => amountFen !== null && void refund.send(amountFen, said)}
        />
      </View>
      {bill.member && <View className="note center gap-8">{t('refund.note')}</View>}
    </View>
  )
}

interface ReasonsProps {
  reason: Reason | null
  onReason: (reason: Reason) => void
  words: string
  onWords: (words: string) => void
}

/** A tap for the usual reasons; only an unusual one has to be written. */
function Reasons({ reason, onReason, words, onWords }: ReasonsProps) {
  const { t } = useTexts()
  return (
    <View>
      <View className="label">{t('refund.reason')}</View>
      <View className="reasons">
        {REASONS.map(one => (
          <Pill key={one} name={t(`reason.${one}`)} on={one === reason} onTap={() => onReason(one)} />
        ))}
      </View>
      {reason === 'other' && (
        <Input
          className="field"
          value={words}
          maxlength={100}
          placeholder={t('refund.reasonHint')}
          aria-label={t('refund.reason')}
          onInput={event => onWords(event.detail.value)}
        />
      )}
    </View>
  )
}

function Pill({ name, on, onTap }: { name: string; on: boolean; onTap: () => void }) {
  return (
    <View
      className={`filter ${on ? 'filter--on' : ''}`}
      onClick={onTap}
      {...spoken({ role: 'radio', checked: on, label: name })}
    >
      {name}
    </View>
  )
}
