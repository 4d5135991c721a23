import { formatYuan, MAX_BILL_FEN, parseYuan } from '@huitou/shared/amounts'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { call } from '../call'
import { useLoad } from '../hooks/use-load'
import { Button } from '../parts/button'
import { ErrorNote } from '../parts/error-note'
import { Row } from '../parts/row'
import { go } from '../routes'
import { BILL_NO, BillNoField } from './bill-no-field'
import { useTexts } from './language'
import { Amount, Pad } from './pad'
import type { Diner } from './till'
import { useBill } from './use-bill'
import { useSettled } from './use-settled'

interface Props {
  /** Null records the bill without points for anybody. */
  diner: Diner | null
  billNo: string
  onBillNo: (billNo: string) => void
}

export function BillForm({ diner, billNo, onBillNo }: Props) {
  const { t } = useTexts()
  const [text, setText] = useState('')
  const paidFen = parseYuan(text)
  const number = billNo.trim()
  const known = useKnownBill(number)
  const bill = useBill()
  const tooMuch = paidFen !== null && paidFen > MAX_BILL_FEN
  const ready = paidFen !== null && !tooMuch && BILL_NO.test(number) && !known
  const send = () => {
    if (ready) void bill.send({ billNo: number, paidFen, ...(diner ? { scanId: diner.scanId } : {}) })
  }
  if (bill.unknown) return <Unknown bill={bill} />
  return (
    <View>
      <View className="card">
        <View className="note">{t('bill.amount')}</View>
        <Amount text={text} />
        <View className="staff__quote">
          {tooMuch ? (
            <View className="amber">{t('bill.tooMuch')}</View>
          ) : (
            <QuoteLine paidFen={paidFen} earns={diner !== null} />
          )}
        </View>
        <BillNoField billNo={billNo} onBillNo={onBillNo} />
      </View>
      {known && (
        <View className="card card--flush">
          <Row
            icon="receipt"
            title={t('bill.known')}
            note={t('bill.knownNote', { amount: formatYuan(known.paidFen) })}
            onTap={() => go('refund', { billNo: known.billNo })}
          />
        </View>
      )}
      {bill.notRecorded && <View className="banner banner--amber">{t('bill.notRecorded')}</View>}
      <Pad text={text} onChange={setText} />
      <Button
        label={paidFen === null ? t('bill.confirmEmpty') : t('bill.confirm', { amount: formatYuan(paidFen) })}
        tall
        disabled={!ready}
        busy={bill.busy}
        onTap={send}
      />
      {!number && paidFen !== null && <View className="note center gap-8">{t('bill.needNumber')}</View>}
    </View>
  )
}

/** What this bill will earn, by the rule of the moment and in its own sentence: nobody at the till does sums. */
function QuoteLine({ paidFen, earns }: { paidFen: number | null; earns: boolean }) {
  const { t, say } = useTexts()
  const settled = useSettled(paidFen)
  const quote = useLoad(settled && earns ? `quote:${settled}` : null, () =>
    call('GET /staff/quote', { query: { paidFen: settled ?? 0 } }),
  )
  if (!earns) return <View className="note">{t('bill.quoteNobody')}</View>
  if (paidFen === null) return <View className="note">{t('bill.quoteEmpty')}</View>
  if (quote.value && settled === paidFen) {
    return (
      <View className="jade">
        <View className="title figure">{t('bill.quote', { points: quote.value.points })}</View>
        <View className="note">{say(quote.value.sentence)}</View>
      </View>
    )
  }
  return <View className="note">{quote.error ? t('bill.quoteFailed') : t('bill.quoting')}</View>
}

/** A bill number that is recorded already is told before anybody types an amount for it. */
function useKnownBill(number: string) {
  const settled = useSettled(number)
  const found = useLoad(BILL_NO.test(settled) ? `bill:${settled}` : null, () =>
    call('GET /staff/bills/:billNo', { params: { billNo: settled } }),
  )
  return settled === number && !found.error ? found.value : null
}

/** The network went away in the middle: the page asks by the bill number until it knows. */
function Unknown({ bill }: { bill: ReturnType<typeof useBill> }) {
  const { t } = useTexts()
  if (!bill.unknown) return null
  return (
    <View>
      <View className="card">
        <View className="heading">{t('unknown.title')}</View>
        <View className="gap-8">
          {t('unknown.note', { billNo: bill.unknown.billNo, amount: formatYuan(bill.unknown.paidFen) })}
        </View>
        <View className="gap-16">
          <Button
            label={t(bill.busy ? 'unknown.asking' : 'unknown.ask')}
            tall
            busy={bill.busy}
            onTap={() => void bill.ask()}
          />
        </View>
      </View>
      {bill.error && <ErrorNote error={bill.error} />}
    </View>
  )
}
