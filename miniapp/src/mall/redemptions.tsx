import type { ReplyOf } from '@huitou/shared/client'
import { View } from '@tarojs/components'
import Taro, { usePullDownRefresh, useReachBottom } from '@tarojs/taro'
import { call } from '../call'
import { stampOf } from '../dates'
import { usePages } from '../hooks/use-pages'
import { useWho } from '../hooks/use-who'
import { useTexts } from '../language'
import { BoneRows } from '../parts/bone'
import { Empty } from '../parts/empty'
import { ErrorNote } from '../parts/error-note'
import { usePriceText } from '../parts/reward-price'
import { Row } from '../parts/row'
import { Screen } from '../parts/screen'
import { go, goTab } from '../routes'

type Page = ReplyOf<'GET /member/redemptions'>

/** Everything exchanged, the newest first. */
export default function RedemptionsPage() {
  const { t, say } = useTexts()
  const price = usePriceText()
  const memberNo = useWho().value?.member?.memberNo ?? ''
  const list = usePages<Page>(`redemptions:${memberNo}`, cursor =>
    call('GET /member/redemptions', { query: cursor ? { cursor } : {} }),
  )
  const items = list.pages.flatMap(page => page.items)
  useReachBottom(list.more)
  usePullDownRefresh(() => void list.first.reload().then(() => Taro.stopPullDownRefresh()))
  return (
    <Screen title={t('redemptions.title')} shows={[list.first]}>
      {list.error && (
        <ErrorNote
          title={t('redemptions.failed')}
          error={list.error}
          kept={t('voucher.kept')}
          onRetry={list.retry}
          busy={list.busy}
        />
      )}
      {list.first.value && items.length === 0 && (
        <Empty
          picture="ticket"
          title={t('redemptions.none')}
          note={t('redemptions.noneNote')}
          action={{ label: t('reward.toMall'), onTap: () => goTab('mall') }}
        />
      )}
      {items.length > 0 && (
        <View className="card card--flush">
          {items.map(item => (
            <Row
              key={item.id}
              title={say(item.name)}
              note={`${stampOf(item.at)} · ${price(item.price)}`}
              value={item.kind === 'DONATION' ? t('certificate.done') : t(`voucher.state.${item.state}`)}
              onTap={() => go('voucher', { id: item.id })}
            />
          ))}
        </View>
      )}
      {!list.first.value && !list.error && (
        <View className="card card--flush">
          <BoneRows count={5} />
        </View>
      )}
    </Screen>
  )
}
