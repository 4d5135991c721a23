import { formatYuan } from '@huitou/shared/amounts'
import { View } from '@tarojs/components'
import { timeOf } from '../dates'
import type { TableBill } from '../hooks/use-table-bill'
import { useProgramme } from '../hooks/use-who'
import { useTexts } from '../language'
import { spoken } from '../parts/aria'
import { Button } from '../parts/button'
import { go } from '../routes'

/** The bill of the table as it stands at this moment: to be paid, being paid, or paid. */
export function BillCard({ bill }: { bill: TableBill }) {
  const { t } = useTexts()
  const zone = useProgramme().value?.timeZone
  const name = bill.by ?? ''
  return (
    <View className="card appear" {...spoken({ role: 'status' })}>
      <View className="line line--between">
        <View className="note">{t('pay.bill')}</View>
        {bill.state === 'PAID' && (
          <View className="chip chip--jade">{bill.isMe ? t('pay.paidByMe') : t('pay.paidBy', { name })}</View>
        )}
      </View>
      <View className="figure table__amount">{formatYuan(bill.amountFen)}</View>
      {bill.state === 'TAKEN' && (
        <View className="gap-4">
          <View>{t('pay.taken', { name })}</View>
          {bill.until && <View className="note">{t('pay.takenNote', { time: timeOf(bill.until, zone) })}</View>}
        </View>
      )}
      {bill.state === 'MINE' && <View className="note gap-4">{t('pay.mine')}</View>}
      {(bill.state === 'OPEN' || bill.state === 'MINE') && (
        <View className="gap-16">
          <Button label={t(bill.state === 'OPEN' ? 'pay.go' : 'pay.goOn')} tall onTap={() => go('pay')} />
        </View>
      )}
    </View>
  )
}
