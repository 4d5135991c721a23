import { formatYuan } from '@huitou/shared/amounts'
import { View } from '@tarojs/components'
import type { TableBill } from '../hooks/use-table-bill'
import { useTexts } from '../language'

/** What was ordered, and what it comes to before coupons and points. */
export function BillItems({ bill }: { bill: Pick<TableBill, 'items' | 'amountFen'> }) {
  const { t } = useTexts()
  return (
    <View className="card">
      {bill.items.length > 0 && <View className="note">{t('pay.items')}</View>}
      {bill.items.map((item, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a dish may be on the bill twice, and the list never moves
        <View className="pay__line" key={i}>
          <View className="grow">
            {item.name}
            {item.quantity > 1 ? ` × ${item.quantity}` : ''}
          </View>
          <View className="figure quiet">{formatYuan(item.amountFen)}</View>
        </View>
      ))}
      <View className="pay__line pay__line--sum">
        <View className="grow">{t('pay.sum')}</View>
        <View className="figure title">{formatYuan(bill.amountFen)}</View>
      </View>
    </View>
  )
}
