import { formatYuan } from '@huitou/shared/amounts'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { type CallError, call } from '../call'
import { asCallError } from '../hooks/use-load'
import { tell } from '../notices'
import { spoken } from '../parts/aria'
import { Button } from '../parts/button'
import { ErrorNote } from '../parts/error-note'
import { goInstead } from '../routes'
import { useTexts } from './language'
import { type BillBody, outcome, settleBill } from './till'

/** A bill that was sent and never answered. It is asked for by its number, never blindly sent again. */
export function OpenBill({ body }: { body: BillBody }) {
  const { t } = useTexts()
  const [error, setError] = useState<CallError | null>(null)
  const [busy, setBusy] = useState(false)
  const ask = async () => {
    setBusy(true)
    setError(null)
    try {
      const bill = await call('GET /staff/bills/:billNo', { params: { billNo: body.billNo } })
      settleBill()
      outcome.set({ kind: 'BILL', bill })
      goInstead('result')
    } catch (failure) {
      const problem = asCallError(failure)
      if (problem.code === 'bill.unknown') {
        settleBill()
        tell(t('open.notRecorded'))
      } else setError(problem)
    }
    setBusy(false)
  }
  return (
    <View className="card" {...spoken({ role: 'status' })}>
      <View className="title">{t('open.title')}</View>
      <View className="note gap-4">{t('open.note', { billNo: body.billNo, amount: formatYuan(body.paidFen) })}</View>
      {error && <ErrorNote error={error} />}
      <View className="gap-8">
        <Button label={t('open.ask')} onTap={() => void ask()} busy={busy} />
      </View>
    </View>
  )
}
