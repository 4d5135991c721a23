import { parseYuan } from '@huitou/shared/amounts'
import { View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { useRef, useState } from 'react'
import type { CallError } from '../../call'
import { asCallError } from '../../hooks/use-load'
import { freshId } from '../../ids'
import { Button } from '../../parts/button'
import { Empty } from '../../parts/empty'
import { ErrorNote } from '../../parts/error-note'
import { Icon } from '../../parts/icon'
import { Screen } from '../../parts/screen'
import { goInstead } from '../../routes'
import { BILL_NO, BillNoField } from '../bill-no-field'
import { useTexts } from '../language'
import { Amount, Pad } from '../pad'
import '../staff.scss'
import { verified } from '../verify/counter'
import { acceptBill, memberIn } from './door'

/** A member's bill in a basement: who, which bill, how much; the points come once there is a network. */
export default function OfflineBillPage() {
  const { t } = useTexts()
  const { code = '' } = useRouter().params
  const token = decodeURIComponent(code)
  const member = memberOf(token)
  return (
    <Screen title={t('off.member.title')}>
      {member ? (
        <Form token={token} name={member.name} memberNo={member.memberNo} />
      ) : (
        <Empty
          picture="ticket"
          title={t('off.member.none')}
          note={t('off.member.noneNote')}
          action={{ label: t('bind.toWorkbench'), onTap: () => goInstead('workbench') }}
        />
      )}
    </Screen>
  )
}

function memberOf(token: string) {
  try {
    return memberIn(token)
  } catch {
    return null
  }
}

function Form({ token, name, memberNo }: { token: string; name: string; memberNo: string }) {
  const { t } = useTexts()
  const [billNo, setBillNo] = useState('')
  const [amount, setAmount] = useState('')
  const [error, setError] = useState<CallError | null>(null)
  // One intention, however often it is tapped.
  const requestId = useRef(freshId())
  const billFen = parseYuan(amount)
  const ready = billFen !== null && BILL_NO.test(billNo)
  const save = () => {
    if (billFen === null) return
    try {
      verified.set({
        kind: 'ACCEPTED',
        acceptance: acceptBill({ token, requestId: requestId.current, billNo, billFen }),
      })
      goInstead('verified')
    } catch (failure) {
      setError(asCallError(failure))
    }
  }
  return (
    <View>
      <View className="banner banner--amber">
        <Icon name="offline" className="banner__icon" />
        <View className="grow">
          <View className="strong">{t('off.member.word')}</View>
          <View>{t('off.member.note')}</View>
        </View>
      </View>
      <View className="card line">
        <Icon name="person" className="row__icon" />
        <View className="grow">
          <View className="title">{name || t('member')}</View>
          <View className="note figure">{memberNo}</View>
        </View>
      </View>
      <View className="card">
        <BillNoField billNo={billNo} onBillNo={setBillNo} />
        <View className="gap-16">
          <View className="note">{t('bill.amount')}</View>
          <Amount text={amount} />
        </View>
      </View>
      <Pad text={amount} onChange={setAmount} />
      {error && <ErrorNote error={error} />}
      <View className="gap-16">
        <Button label={t('off.member.save')} tall disabled={!ready} onTap={save} />
      </View>
    </View>
  )
}
