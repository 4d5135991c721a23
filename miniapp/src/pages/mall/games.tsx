import { formatPoints } from '@huitou/shared/amounts'
import { View } from '@tarojs/components'
import { call } from '../../call'
import { useLoad } from '../../hooks/use-load'
import { useTexts } from '../../language'
import { Row } from '../../parts/row'
import { go } from '../../routes'

/** Other ways to use points than an exchange. Where there are none, or none can be read, nothing stands here. */
export function MallGames() {
  const { t, say } = useTexts()
  const draws = useLoad('draws', () => call('GET /draws'), { freshMs: 60_000 }).value?.items ?? []
  const [first] = draws
  if (!first) return null
  return (
    <View className="card card--flush gap-16">
      <Row
        icon="gift"
        title={draws.length === 1 ? say(first.name) : t('draws.title')}
        note={t('draws.price', { points: formatPoints(Math.min(...draws.map(({ points }) => points))) })}
        onTap={() => (draws.length === 1 ? go('wheel', { code: first.code }) : go('draws'))}
      />
    </View>
  )
}
