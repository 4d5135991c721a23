import { formatPoints } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { View } from '@tarojs/components'
import Taro, { usePullDownRefresh, useReachBottom } from '@tarojs/taro'
import { call } from '../call'
import { useLoad } from '../hooks/use-load'
import { usePages } from '../hooks/use-pages'
import { useWho } from '../hooks/use-who'
import { useTexts } from '../language'
import { BoneRows } from '../parts/bone'
import { Empty } from '../parts/empty'
import { ErrorNote } from '../parts/error-note'
import { Row } from '../parts/row'
import { Screen } from '../parts/screen'
import { go, goTab } from '../routes'

type Mine = ReplyOf<'GET /member/groups'>

/** What can be redeemed together, and the groups I am or was in. */
export default function GroupsPage() {
  const { t, say } = useTexts()
  const memberNo = useWho().value?.member?.memberNo ?? ''
  const offers = useLoad(`group-offers:${memberNo}`, () => call('GET /group-offers'))
  usePullDownRefresh(() => void offers.reload().then(() => Taro.stopPullDownRefresh()))
  const items = offers.value?.items ?? []
  return (
    <Screen title={t('groups.title')} shows={[offers]}>
      {offers.value && items.length === 0 && (
        <Empty
          picture="shelf"
          title={t('groups.none')}
          note={t('groups.noneNote')}
          action={{ label: t('reward.toMall'), onTap: () => goTab('mall') }}
        />
      )}
      {!offers.value && offers.error && (
        <ErrorNote
          title={t('groups.failed')}
          error={offers.error}
          kept={t('groups.kept')}
          onRetry={() => void offers.reload()}
          busy={offers.busy}
        />
      )}
      {!offers.value && !offers.error && (
        <View className="card card--flush">
          <BoneRows count={3} />
        </View>
      )}
      {items.length > 0 && (
        <View className="card card--flush">
          {items.map(({ code, name, size, points, alonePoints }) => (
            <Row
              key={code}
              icon="gift"
              title={say(name)}
              note={[
                t('groups.note', { size, points: formatPoints(points) }),
                ...(alonePoints === null ? [] : [t('groups.alone', { points: formatPoints(alonePoints) })]),
              ].join(' · ')}
              onTap={() => go('groupOffer', { code })}
            />
          ))}
        </View>
      )}
      {memberNo && <MyGroups memberNo={memberNo} />}
    </Screen>
  )
}

function MyGroups({ memberNo }: { memberNo: string }) {
  const { t, say } = useTexts()
  const list = usePages<Mine>(`groups:${memberNo}`, cursor =>
    call('GET /member/groups', { query: cursor ? { cursor } : {} }),
  )
  useReachBottom(list.more)
  const items = list.pages.flatMap(page => page.items)
  return (
    <View>
      <View className="label">{t('groups.mine')}</View>
      {list.error && (
        <ErrorNote
          title={t('groups.failed')}
          error={list.error}
          kept={t('groups.kept')}
          onRetry={list.retry}
          busy={list.busy}
        />
      )}
      {list.first.value && items.length === 0 && <View className="note center">{t('groups.mineNone')}</View>}
      {items.length > 0 && (
        <View className="card card--flush">
          {items.map(({ token, name, state, mine, taken, size, points }) => (
            <Row
              key={token}
              title={say(name)}
              note={`${t('groups.mineNote', { taken, size, points: formatPoints(points) })} · ${t(`group.mineShort.${mine}`)}`}
              value={t(`group.state.${state}`)}
              onTap={() => go('group', { token })}
            />
          ))}
        </View>
      )}
    </View>
  )
}
