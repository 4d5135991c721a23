import { formatPoints } from '@huitou/shared/amounts'
import { View } from '@tarojs/components'
import Taro, { usePullDownRefresh } from '@tarojs/taro'
import { call } from '../call'
import { useLoad } from '../hooks/use-load'
import { useTexts } from '../language'
import { BoneRows } from '../parts/bone'
import { Empty } from '../parts/empty'
import { ErrorNote } from '../parts/error-note'
import { Row } from '../parts/row'
import { Screen } from '../parts/screen'
import { go, goTab } from '../routes'

/** Lotteries that are open. */
export default function DrawsPage() {
  const { t, say } = useTexts()
  const draws = useLoad('draws', () => call('GET /draws'))
  usePullDownRefresh(() => void draws.reload().then(() => Taro.stopPullDownRefresh()))
  const items = draws.value?.items ?? []
  return (
    <Screen title={t('draws.title')} shows={[draws]}>
      {draws.value && items.length === 0 && (
        <Empty
          picture="shelf"
          title={t('draws.none')}
          note={t('draws.noneNote')}
          action={{ label: t('reward.toMall'), onTap: () => goTab('mall') }}
        />
      )}
      {!draws.value && draws.error && (
        <ErrorNote
          title={t('draws.failed')}
          error={draws.error}
          kept={t('reward.kept')}
          onRetry={() => void draws.reload()}
          busy={draws.busy}
        />
      )}
      {!draws.value && !draws.error && (
        <View className="card card--flush">
          <BoneRows count={3} />
        </View>
      )}
      {items.length > 0 && (
        <View className="card card--flush">
          {items.map(({ code, name, points }) => (
            <Row
              key={code}
              icon="gift"
              title={say(name)}
              note={t('draws.price', { points: formatPoints(points) })}
              onTap={() => go('wheel', { code })}
            />
          ))}
        </View>
      )}
      <View className="card card--flush gap-16">
        <Row icon="statement" title={t('draw.mine')} onTap={() => go('wins')} />
      </View>
    </Screen>
  )
}
