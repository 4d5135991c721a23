import { Input, View } from '@tarojs/components'
import { spoken } from '../parts/aria'
import { Icon } from '../parts/icon'
import { wechat } from '../wechat'
import { useTexts } from './language'

/** What a till prints as a bill number. */
export const BILL_NO = /^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/

interface Props {
  billNo: string
  onBillNo: (billNo: string) => void
}

/** The bill number, typed or read from the receipt's barcode. */
export function BillNoField({ billNo, onBillNo }: Props) {
  const { t } = useTexts()
  const scan = async () => {
    const found = await wechat.scan()
    if (typeof found === 'object') onBillNo(found.text.trim().slice(0, 32))
  }
  return (
    <View>
      <View className="note">{t('bill.number')}</View>
      <View className="line gap-4">
        <Input
          className="field grow"
          value={billNo}
          maxlength={32}
          placeholder={t('bill.numberHint')}
          aria-label={t('bill.number')}
          onInput={event => onBillNo(event.detail.value)}
        />
        {process.env.TARO_ENV === 'weapp' && (
          <View
            className="sheet__close"
            onClick={() => void scan()}
            {...spoken({ role: 'button', label: t('bill.scanReceipt') })}
          >
            <Icon name="scan" />
          </View>
        )}
      </View>
    </View>
  )
}
