import { formatPoints } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { View } from '@tarojs/components'
import Taro, { usePullDownRefresh, useReachBottom, useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { call } from '../call'
import { stampOf } from '../dates'
import { usePages } from '../hooks/use-pages'
import { useWho } from '../hooks/use-who'
import { useTexts } from '../language'
import { spoken } from '../parts/aria'
import { BoneRows } from '../parts/bone'
import { Empty } from '../parts/empty'
import { ErrorNote } from '../parts/error-note'
import { Row } from '../parts/row'
import { Screen } from '../parts/screen'
import { go } from '../routes'

type Page = ReplyOf<'GET /member/draws'>
type Draw = Page['items'][number]

/** Everything I drew, the newest first, or only what I won. Each leads to the prize, or to what proves it. */
export default function WinsPage() {
  const { t } = useTexts()
  const { code } = useRouter().params
  const [won, setWon] = useState(false)
  const memberNo = useWho().value?.member?.memberNo ?? ''
  const only = { ...(code ? { code } : {}), ...(won ? { won: '1' as const } : {}) }
  const list = usePages<Page>(`wins:${memberNo}:${code ?? ''}:${won}`, cursor =>
    call('GET /member/draws', { query: cursor ? { ...only, cursor } : only }),
  )
  const items = list.pages.flatMap(page => page.items)
  useReachBottom(list.more)
  usePullDownRefresh(() => void list.first.reload().then(() => Taro.stopPullDownRefresh()))
  return (
    <Screen title={t('wins.title')} shows={[list.first]}>
      <View className="filters">
        {[false, true].map(one => (
          <View
            key={String(one)}
            className={`filter ${one === won ? 'filter--on' : ''}`}
            onClick={() => setWon(one)}
            {...spoken({ role: 'radio', checked: one === won })}
          >
            {t(one ? 'wins.WON' : 'wins.ALL')}
          </View>
        ))}
      </View>
      {list.error && (
        <ErrorNote
          title={t('wins.failed')}
          error={list.error}
          kept={t('reward.kept')}
          onRetry={list.retry}
          busy={list.busy}
        />
      )}
      {list.first.value && items.length === 0 && (
        <Empty picture="ticket" title={t(won ? 'wins.noneWon' : 'wins.none')} note={t('wins.noneNote')} />
      )}
      {items.length > 0 && (
        <View className="card card--flush">
          {items.map(item => (
            <WinRow key={item.id} draw={item} />
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

function WinRow({ draw }: { draw: Draw }) {
  const { t, say } = useTexts()
  const { prize, pool, points, at, redemptionId, couponId, code, day, number } = draw
  const open = redemptionId
    ? () => go('voucher', { id: redemptionId })
    : couponId
      ? () => go('coupon', { id: couponId })
      : () => go('proof', { code, day })
  return (
    <Row
      title={say(prize.name)}
      note={t('wins.note', { time: stampOf(at), pool: say(pool), points: formatPoints(points) })}
      value={t('wins.proof', { number })}
      onTap={open}
    />
  )
}
