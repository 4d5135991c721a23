import { View } from '@tarojs/components'
import { useState } from 'react'
import { timeOf } from '../dates'
import { type TableBill, useTableBill } from '../hooks/use-table-bill'
import { useProgramme, useWho } from '../hooks/use-who'
import { useTexts } from '../language'
import { Bone, BoneRows } from '../parts/bone'
import { Empty } from '../parts/empty'
import { ErrorNote } from '../parts/error-note'
import { Screen } from '../parts/screen'
import { goBack } from '../routes'
import { BillItems } from './bill-items'
import { Chooser } from './chooser'
import { Outcome } from './outcome'
import './pay.scss'
import { useCheckout } from './use-checkout'

/** The bill of this table: what it comes to, what points and coupons take off, and one button. */
export default function PayPage() {
  const { t } = useTexts()
  const who = useWho()
  const memberNo = who.value?.member?.memberNo ?? null
  const news = useTableBill(memberNo)
  // What was begun here stays on the page when the bill has gone from the table.
  const [bill, setBill] = useState<TableBill | null>(null)
  const now = news.value?.bill ?? null
  if (now && now.id !== bill?.id && (!bill || now.state !== 'PAID')) setBill(now)
  const failed = !news.value && (news.error ?? who.error)
  return (
    <Screen title={t('pay.title')} shows={[news]} className="pay">
      {bill && (
        <PayBill key={bill.id} bill={now?.id === bill.id ? now : bill} gone={news.value !== null && now === null} />
      )}
      {!bill && news.value && <NoBill />}
      {!bill && failed && (
        <ErrorNote
          title={t('pay.failed')}
          error={failed}
          kept={t('pay.kept')}
          onRetry={() => void (news.error ? news.reload() : who.reload())}
          busy={news.busy}
        />
      )}
      {!bill && !news.value && !failed && <PayBones />}
    </Screen>
  )
}

function PayBill({ bill, gone }: { bill: TableBill; gone: boolean }) {
  const [resume] = useState(bill.state === 'MINE' ? bill.checkoutId : null)
  const paying = useCheckout(resume)
  const begun = paying.step !== 'CHOOSING'
  if (begun && paying.checkout) return <Outcome paying={paying} checkout={paying.checkout} />
  if (!begun && (bill.state === 'TAKEN' || bill.state === 'PAID')) return <Elsewhere bill={bill} />
  if (!begun && gone) return <NoBill />
  return (
    <View>
      <BillItems bill={bill} />
      <Chooser bill={bill} paying={paying} />
    </View>
  )
}

/** A companion is paying, or has paid. */
function Elsewhere({ bill }: { bill: TableBill }) {
  const { t } = useTexts()
  const zone = useProgramme().value?.timeZone
  const name = bill.by ?? ''
  const paid = bill.state === 'PAID'
  const title = bill.isMe ? t('pay.paidByMe') : t(paid ? 'pay.paidBy' : 'pay.taken', { name })
  const note = paid || !bill.until ? '' : t('pay.takenNote', { time: timeOf(bill.until, zone) })
  return (
    <View>
      <View className="card">
        <Empty picture="table" title={title} note={note} action={{ label: t('pay.back'), onTap: goBack }} />
      </View>
      <BillItems bill={bill} />
    </View>
  )
}

function NoBill() {
  const { t } = useTexts()
  return (
    <View className="card">
      <Empty
        picture="table"
        title={t('pay.none')}
        note={t('pay.noneNote')}
        action={{ label: t('pay.back'), onTap: goBack }}
      />
    </View>
  )
}

function PayBones() {
  return (
    <View>
      <View className="card card--flush">
        <BoneRows count={3} />
      </View>
      <Bone height={120} card />
    </View>
  )
}
