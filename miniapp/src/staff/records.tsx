import { formatChange, formatYuan } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { Input, View } from '@tarojs/components'
import Taro, { usePullDownRefresh, useReachBottom } from '@tarojs/taro'
import { useState } from 'react'
import { call } from '../call'
import { useLoad } from '../hooks/use-load'
import { usePages } from '../hooks/use-pages'
import { useWho } from '../hooks/use-who'
import { BoneRows } from '../parts/bone'
import { Empty } from '../parts/empty'
import { useWhen } from '../parts/entry-row'
import { ErrorNote } from '../parts/error-note'
import { Row } from '../parts/row'
import { Screen } from '../parts/screen'
import { go } from '../routes'
import { BILL_NO } from './bill-no-field'
import { useTexts } from './language'
import type { Bill } from './till'

type BillPage = ReplyOf<'GET /staff/bills'>

export default function RecordsPage() {
  const { t } = useTexts()
  const staff = useWho().value?.staff
  const [wanted, setWanted] = useState('')
  const list = usePages<BillPage>(`bills:${staff?.store.id ?? ''}`, cursor =>
    call('GET /staff/bills', { query: { limit: 20, ...(cursor ? { cursor } : {}) } }),
  )
  useReachBottom(list.more)
  usePullDownRefresh(() => void list.first.reload().then(() => Taro.stopPullDownRefresh()))
  const bills = list.pages.flatMap(page => page.items)
  return (
    <Screen title={t('staff.records')} shows={[list.first]}>
      <Input
        className="field"
        value={wanted}
        maxlength={32}
        placeholder={t('records.search')}
        aria-label={t('records.search')}
        onInput={event => setWanted(event.detail.value.trim())}
      />
      {wanted && <Found billNo={wanted} />}
      {!wanted && (list.first.value || !list.error) && (
        <View className="card card--flush gap-16">
          {!list.first.value && <BoneRows count={5} />}
          {list.first.value && bills.length === 0 && (
            <Empty picture="receipt" title={t('records.none')} note={t('records.noneNote')} />
          )}
          {bills.map(bill => (
            <BillRow key={bill.billNo} bill={bill} />
          ))}
        </View>
      )}
      {!wanted && list.error && (
        <View className="gap-16">
          <ErrorNote
            error={list.error}
            kept={bills.length > 0 ? t('statement.kept') : ''}
            onRetry={list.retry}
            busy={list.busy}
          />
        </View>
      )}
    </Screen>
  )
}

function Found({ billNo }: { billNo: string }) {
  const { t } = useTexts()
  const key = BILL_NO.test(billNo) ? `bill:${billNo}` : null
  const found = useLoad(key, () => call('GET /staff/bills/:billNo', { params: { billNo } }))
  return (
    <View className="card card--flush gap-16">
      {found.value && <BillRow bill={found.value} />}
      {!found.value && <View className="row quiet">{found.busy ? t('records.searching') : t('records.notFound')}</View>}
    </View>
  )
}

function BillRow({ bill }: { bill: Bill }) {
  const { t } = useTexts()
  const when = useWhen(bill.paidAt)
  const name = bill.member ? bill.member.nickname || t('member') : t('records.nobody')
  return (
    <Row
      title={<View className="figure">{formatYuan(bill.paidFen)}</View>}
      note={
        <View>
          {`${name} · ${bill.billNo}\n${when}`}
          {bill.refundedFen > 0 && (
            <View>
              <View className="chip chip--amber">
                {t('records.refunded', { amount: formatYuan(bill.refundedFen) })}
              </View>
            </View>
          )}
        </View>
      }
      value={
        <View className={`figure ${bill.points > 0 ? 'jade' : ''}`}>
          {t('done.points', { points: formatChange(bill.points) })}
        </View>
      }
      onTap={() => go('refund', { billNo: bill.billNo })}
    />
  )
}
