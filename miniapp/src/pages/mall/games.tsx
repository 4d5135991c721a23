import { formatPoints } from '@huitou/shared/amounts'
import { View } from '@tarojs/components'
import { call } from '../../call'
import { useLoad } from '../../hooks/use-load'
import { useWho } from '../../hooks/use-who'
import { useTexts } from '../../language'
import { Row } from '../../parts/row'
import { go } from '../../routes'

const FRESH_MS = 60_000

/** Other ways to use points than an exchange. Where there are none, or none can be read, nothing stands here. */
export function MallGames() {
  const { t, say } = useTexts()
  const memberNo = useWho().value?.member?.memberNo ?? ''
  const draws = useLoad('draws', () => call('GET /draws'), { freshMs: FRESH_MS }).value?.items ?? []
  const groups =
    useLoad(`group-offers:${memberNo}`, () => call('GET /group-offers'), { freshMs: FRESH_MS }).value?.items ?? []
  const [draw] = draws
  const [group] = groups
  if (!draw && !group) return null
  return (
    <View className="card card--flush gap-16">
      {draw && (
        <Row
          icon="gift"
          title={draws.length === 1 ? say(draw.name) : t('draws.title')}
          note={t('draws.price', { points: formatPoints(Math.min(...draws.map(({ points }) => points))) })}
          onTap={() => (draws.length === 1 ? go('wheel', { code: draw.code }) : go('draws'))}
        />
      )}
      {group && (
        <Row
          icon="person"
          title={t('groups.title')}
          note={`${say(group.name)} · ${t('groups.note', { size: group.size, points: formatPoints(group.points) })}`}
          onTap={() => go('groups')}
        />
      )}
    </View>
  )
}
