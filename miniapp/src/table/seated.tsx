import type { ReplyOf } from '@huitou/shared/client'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { put } from '../cache'
import { type CallError, call } from '../call'
import { asCallError, useLoad } from '../hooks/use-load'
import { useTableBill } from '../hooks/use-table-bill'
import { useTexts } from '../language'
import { BoneRows } from '../parts/bone'
import { Button } from '../parts/button'
import { useWhen } from '../parts/entry-row'
import { ErrorNote } from '../parts/error-note'
import { Row } from '../parts/row'
import { goTab } from '../routes'
import { BillCard } from './bill-card'

type Visit = ReplyOf<'POST /member/table-visits'>

// A bill that can be paid here is what the page is for; without one the code is.
const MAIN = { tall: true } as const
const QUIET = { kind: 'quiet' } as const

interface Props {
  scene: string
  memberNo: string
  /** The bill of this table has just been recorded. */
  paid: boolean
}

/** The member at this table: sitting down is one request, repeated each time the page is shown, and changes nothing twice. */
export function Seated({ scene, memberNo, paid }: Props) {
  const { t } = useTexts()
  const visit = useLoad(`visit:${memberNo}:${scene}`, () => call('POST /member/table-visits', { body: { scene } }), {
    freshMs: 15_000,
  })
  // Who has sat down sees the bill of the table.
  const bill = useTableBill(visit.value ? memberNo : null).value?.bill
  const toPay = bill?.state === 'OPEN' || bill?.state === 'MINE'
  const [error, setError] = useState<CallError | null>(null)
  const [leaving, setLeaving] = useState(false)
  const leave = async () => {
    setLeaving(true)
    try {
      await call('DELETE /member/table-visit')
      put(`seat:${memberNo}`, { visit: null })
      goTab('home')
    } catch (failure) {
      setError(asCallError(failure))
    }
    setLeaving(false)
  }
  if (!visit.value) {
    return visit.error ? (
      <ErrorNote
        title={t('table.sitFailed')}
        error={visit.error}
        onRetry={() => void visit.reload()}
        busy={visit.busy}
      />
    ) : (
      <View className="card card--flush">
        <BoneRows count={2} />
      </View>
    )
  }
  return (
    <View>
      {bill && <BillCard bill={bill} />}
      <Companions visit={visit.value} />
      <View className="note center">{t(paid ? 'table.paidNote' : 'table.payNote')}</View>
      <View className="gap-16">
        <Button label={t('home.code')} icon="code" {...(toPay ? QUIET : MAIN)} onTap={() => goTab('code')} />
        <Button label={t('table.leave')} kind="plain" onTap={() => void leave()} busy={leaving} />
      </View>
      {error && <ErrorNote title={t('table.leaveFailed')} error={error} onRetry={() => void leave()} busy={leaving} />}
    </View>
  )
}

function Companions({ visit }: { visit: Visit }) {
  const { t } = useTexts()
  const since = useWhen(visit.openedAt)
  return (
    <View>
      <View className="label">
        {t('table.companions', { count: visit.diners.length })}
        <View>{t('table.since', { time: since })}</View>
      </View>
      <View className="card card--flush">
        {visit.diners.map((diner, i) => (
          <Row
            // biome-ignore lint/suspicious/noArrayIndexKey: masked companions have nothing else to be told apart by
            key={i}
            icon="person"
            title={diner.isMe ? t('table.me') : diner.nicknameMasked}
            value={t('table.joined')}
          />
        ))}
      </View>
    </View>
  )
}
