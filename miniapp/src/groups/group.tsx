import { formatPoints } from '@huitou/shared/amounts'
import { View } from '@tarojs/components'
import Taro, { usePullDownRefresh, useRouter, useShareAppMessage } from '@tarojs/taro'
import { useRef } from 'react'
import { put } from '../cache'
import { call } from '../call'
import { stampOf } from '../dates'
import { useLoad } from '../hooks/use-load'
import { useWatched } from '../hooks/use-watched'
import { useTexts } from '../language'
import { spoken } from '../parts/aria'
import { Bone } from '../parts/bone'
import { Empty } from '../parts/empty'
import { ErrorNote } from '../parts/error-note'
import { Row } from '../parts/row'
import { Screen } from '../parts/screen'
import { goTab } from '../routes'
import { GroupAction } from './group-action'
import './groups.scss'
import { type Group, groupKey, useLeft } from './use-pledge'

/** One group: who is in it, how long it waits, what became of my points. It is what friends open from a shared card. */
export default function GroupPage() {
  const { t, say } = useTexts()
  const { token = '' } = useRouter().params
  const group = useGroup(token)
  const card = useRef({ title: '', path: '/pages/home/index' })
  useShareAppMessage(() => card.current)
  usePullDownRefresh(() => void group.reload().then(() => Taro.stopPullDownRefresh()))
  const { value, error } = group
  const gone = error && /^(record|input)\./.test(error.code)
  if (value) {
    const missing = value.size - value.seats.length
    card.current = {
      title: t('group.card', { count: missing, name: say(value.offer.name) }),
      path: `/groups/group?token=${token}`,
    }
  }
  return (
    <Screen title={t('group.title')} shows={[group]}>
      {gone && (
        <Empty
          picture="shelf"
          title={t('group.gone')}
          note={t('group.goneNote')}
          action={{ label: t('reward.toMall'), onTap: () => goTab('mall') }}
        />
      )}
      {!gone && value && <GroupView group={value} onChange={next => put(groupKey(token), next)} />}
      {!gone && !value && error && (
        <ErrorNote
          title={t('group.failed')}
          error={error}
          kept={t('groups.kept')}
          onRetry={() => void group.reload()}
          busy={group.busy}
        />
      )}
      {!value && !error && <Bone height={320} card />}
    </Screen>
  )
}

/** A group that fills is looked at again while it is in front: friends appear by themselves. */
function useGroup(token: string) {
  const group = useLoad(token ? groupKey(token) : null, () => call('GET /groups/:token', { params: { token } }))
  useWatched(group.value?.state === 'OPEN', group.reload)
  return group
}

function GroupView({ group, onChange }: { group: Group; onChange: (group: Group) => void }) {
  const { t, say } = useTexts()
  const { offer, seats, size, mine, state } = group
  const free = state === 'OPEN' ? Math.max(0, size - seats.length) : 0
  return (
    <View className="appear">
      <View className="card">
        <View className="heading">{say(offer.name)}</View>
        <View className="note gap-4">{t('offer.get', { reward: say(offer.reward) })}</View>
        <View className="note figure">{t('offer.each', { points: formatPoints(group.points), size })}</View>
        <Standing group={group} />
        {mine && (
          <View className="title gap-8 figure">
            {t(`group.pledge.${mine.state}`, { points: formatPoints(mine.points) })}
          </View>
        )}
        <View className="gap-16">
          <GroupAction group={group} onChange={onChange} />
        </View>
      </View>
      <View className="label">{t('group.seats')}</View>
      <View className="card seats">
        {seats.map(({ name, me, at }, place) => (
          <View key={`${at}${name}`} className="seat" {...spoken({ role: 'img', label: me ? t('group.me') : name })}>
            <View className={`seat__face ${me ? 'seat__face--me' : ''}`}>{[...name][0] ?? ''}</View>
            <View className="tiny">{me ? t('group.me') : place === 0 ? t('group.opened') : name}</View>
          </View>
        ))}
        {places(free).map(place => (
          <View key={place} className="seat" {...spoken({ role: 'img', label: t('group.empty') })}>
            <View className="seat__face seat__face--free">?</View>
            <View className="tiny">{place === 1 ? t('group.empty') : ''}</View>
          </View>
        ))}
      </View>
      <View className="label">{t('offer.terms')}</View>
      <View className="card card--flush">
        {offer.terms.map(({ label, text }) => (
          <Row key={label.zh} title={say(label)} note={say(text)} />
        ))}
      </View>
    </View>
  )
}

/** Numbers of so many empty seats. */
const places = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1)

/** How many are missing and how long it waits, or what became of it. */
function Standing({ group }: { group: Group }) {
  const { t } = useTexts()
  const left = useLeft(group.endsAt)
  if (group.state !== 'OPEN') {
    const tone = group.state === 'SUCCEEDED' ? 'jade' : 'quiet'
    return (
      <View className={`title gap-8 ${tone}`} {...spoken({ role: 'status' })}>
        {t(`group.state.${group.state}`)}
        {group.endedAt ? ` · ${stampOf(group.endedAt)}` : ''}
      </View>
    )
  }
  if (!left) return <View className="title amber gap-8">{t('group.ending')}</View>
  const time = left.days > 0 ? t('group.days', { days: left.days, time: left.clock }) : left.clock
  return (
    <View className="line line--between gap-8">
      <View className="title brand-ink figure">{t('group.missing', { count: group.size - group.seats.length })}</View>
      <View className="title amber figure">{t('group.clock', { time })}</View>
    </View>
  )
}
