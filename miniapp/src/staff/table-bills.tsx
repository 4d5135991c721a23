import { formatPoints, formatYuan } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { View } from '@tarojs/components'
import Taro, { useDidShow, usePullDownRefresh, useReachBottom } from '@tarojs/taro'
import { useState } from 'react'
import { type CallError, call } from '../call'
import { stampOf, timeOf } from '../dates'
import { asCallError } from '../hooks/use-load'
import { usePages } from '../hooks/use-pages'
import { useProgramme, useWho } from '../hooks/use-who'
import { BoneRows } from '../parts/bone'
import { Button } from '../parts/button'
import { Empty } from '../parts/empty'
import { useWhen } from '../parts/entry-row'
import { ErrorNote } from '../parts/error-note'
import { Row } from '../parts/row'
import { Screen } from '../parts/screen'
import { Sheet } from '../parts/sheet'
import { go } from '../routes'
import { useTexts } from './language'
import './staff.scss'

type Page = ReplyOf<'GET /staff/table-bills'>
type TableBill = Page['items'][number]

const PAGE = 20
const TONES: Partial<Record<TableBill['state'], string>> = {
  OPEN: 'chip--amber',
  PAYING: 'chip--amber',
  PAID: 'chip--jade',
}

/** Bills that were brought to tables, the newest first. */
export default function TableBillsPage() {
  const { t } = useTexts()
  const storeId = useWho().value?.staff?.store.id ?? ''
  const [opened, setOpened] = useState<string | null>(null)
  const list = usePages<Page>(`table-bills:${storeId}`, cursor =>
    call('GET /staff/table-bills', { query: { limit: PAGE, ...(cursor ? { cursor } : {}) } }),
  )
  // A bill brought a moment ago is in the list, however short the way was.
  useDidShow(() => void list.first.reload())
  useReachBottom(list.more)
  usePullDownRefresh(() => void list.first.reload().then(() => Taro.stopPullDownRefresh()))
  const bills = list.pages.flatMap(page => page.items)
  const chosen = bills.find(({ billNo }) => billNo === opened) ?? null
  return (
    <Screen title={t('tableBills.title')} shows={[list.first]}>
      <Button label={t('tableBills.bring')} icon="table" tall onTap={() => go('tableBill')} />
      {(list.first.value || !list.error) && (
        <View className="card card--flush gap-16">
          {!list.first.value && <BoneRows count={5} />}
          {list.first.value && bills.length === 0 && (
            <Empty picture="table" title={t('tableBills.none')} note={t('tableBills.noneNote')} />
          )}
          {bills.map(bill => (
            <BillRow key={bill.billNo} bill={bill} onTap={() => setOpened(bill.billNo)} />
          ))}
        </View>
      )}
      {list.error && (
        <View className="gap-16">
          <ErrorNote
            title={t('tableBills.failed')}
            error={list.error}
            kept={bills.length > 0 ? t('statement.kept') : ''}
            onRetry={list.retry}
            busy={list.busy}
          />
        </View>
      )}
      {chosen && <BillSheet bill={chosen} onClose={() => setOpened(null)} onChanged={list.first.reload} />}
    </Screen>
  )
}

function BillRow({ bill, onTap }: { bill: TableBill; onTap: () => void }) {
  const { t } = useTexts()
  const when = useWhen(bill.openedAt)
  return (
    <Row
      icon="table"
      title={t('table.name', { name: bill.tableName })}
      note={
        <View>
          <View className="figure">{bill.billNo}</View>
          <View>{t('tableBills.by', { time: when, by: bill.openedBy })}</View>
        </View>
      }
      value={
        <View>
          <View className="figure strong">{formatYuan(bill.amountFen)}</View>
          <View className={`chip ${TONES[bill.state] ?? ''}`}>{t(`tableBills.state.${bill.state}`)}</View>
        </View>
      }
      onTap={onTap}
    />
  )
}

interface SheetProps {
  bill: TableBill
  onClose: () => void
  onChanged: () => Promise<void>
}

/** One bill: how it stands, how it was paid, and the way to take it back while nobody pays. */
function BillSheet({ bill, onClose, onChanged }: SheetProps) {
  const { t } = useTexts()
  const zone = useProgramme().value?.timeZone
  const { paid, payingUntil, state } = bill
  return (
    <Sheet open title={`${t('table.name', { name: bill.tableName })} ${formatYuan(bill.amountFen)}`} onClose={onClose}>
      <View className={`chip ${TONES[state] ?? ''}`}>{t(`tableBills.state.${state}`)}</View>
      <View className="note figure gap-8">{bill.billNo}</View>
      <View className="note">{t('tableBills.by', { time: stampOf(bill.openedAt, zone), by: bill.openedBy })}</View>
      {bill.items.map(item => (
        <Row
          key={`${item.name}${item.amountFen}`}
          title={`${item.name} × ${item.quantity}`}
          value={<View className="figure">{formatYuan(item.amountFen)}</View>}
        />
      ))}
      {state === 'PAYING' && payingUntil && (
        <View className="amber gap-8">{t('tableBills.payingUntil', { time: timeOf(payingUntil, zone) })}</View>
      )}
      {paid && (
        <View className="jade gap-8 figure">
          {t('tableBills.paid', {
            cash: formatYuan(paid.cashFen),
            coupons: formatYuan(paid.couponFen),
            points: formatPoints(paid.points),
            worth: formatYuan(paid.pointsFen),
          })}
        </View>
      )}
      {state === 'OPEN' && <Withdraw billNo={bill.billNo} onDone={() => void onChanged().then(onClose)} />}
      {state === 'PAID' && (
        <View className="gap-16">
          <Button
            label={t('tableBills.refund')}
            kind="quiet"
            icon="undo"
            onTap={() => go('refund', { billNo: bill.billNo })}
          />
        </View>
      )}
      {bill.endedAt && !paid && <View className="note gap-8">{stampOf(bill.endedAt, zone)}</View>}
    </Sheet>
  )
}

/** A second tap makes sure; withdrawn twice it is withdrawn once. */
function Withdraw({ billNo, onDone }: { billNo: string; onDone: () => void }) {
  const { t } = useTexts()
  const [sure, setSure] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<CallError | null>(null)
  const withdraw = async () => {
    setBusy(true)
    setError(null)
    try {
      await call('POST /staff/table-bills/:billNo/withdrawals', { params: { billNo } })
      onDone()
    } catch (failure) {
      setError(asCallError(failure))
      setSure(false)
    }
    setBusy(false)
  }
  return (
    <View className="gap-16">
      {error && <ErrorNote title={t('tableBills.withdrawFailed')} error={error} />}
      <Button
        label={t(sure ? 'tableBills.sure' : 'tableBills.withdraw')}
        kind="quiet"
        icon="undo"
        busy={busy}
        onTap={() => (sure ? void withdraw() : setSure(true))}
      />
      <View className="note center gap-8">{t('tableBills.withdrawNote')}</View>
    </View>
  )
}
