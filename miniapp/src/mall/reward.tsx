import { formatPoints } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { View } from '@tarojs/components'
import Taro, { usePullDownRefresh, useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { put } from '../cache'
import { call } from '../call'
import { dayOf } from '../dates'
import { useLoad } from '../hooks/use-load'
import { useWho } from '../hooks/use-who'
import { useTexts } from '../language'
import { Bone, BoneRows } from '../parts/bone'
import { Button } from '../parts/button'
import { Empty } from '../parts/empty'
import { ErrorNote } from '../parts/error-note'
import { WidePicture } from '../parts/reward-picture'
import { usePriceText } from '../parts/reward-price'
import { Row } from '../parts/row'
import { Screen } from '../parts/screen'
import { go, goTab } from '../routes'
import { Cause } from './cause'
import { ConfirmSheet } from './confirm-sheet'
import { EventRows } from './event-rows'
import './mall.scss'

type Reward = ReplyOf<'GET /mall/rewards/:code'>

/** What it is, what it takes, where and until when; and the way to have it. */
export default function RewardPage() {
  const { t } = useTexts()
  const { code = '' } = useRouter().params
  const key = `reward:${code}`
  const reward = useLoad(code ? key : null, () => call('GET /mall/rewards/:code', { params: { code } }))
  usePullDownRefresh(() => void reward.reload().then(() => Taro.stopPullDownRefresh()))
  const gone = reward.error && /^(record|input|reward)\./.test(reward.error.code)
  return (
    <Screen title={t('reward.title')} shows={[reward]}>
      {gone && (
        <Empty
          picture="shelf"
          title={t('reward.gone')}
          note={t('reward.goneNote')}
          action={{ label: t('reward.toMall'), onTap: () => goTab('mall') }}
        />
      )}
      {!gone && reward.value && <RewardView reward={reward.value} onChange={value => put(key, value)} />}
      {!gone && !reward.value && reward.error && (
        <ErrorNote
          title={t('reward.failed')}
          error={reward.error}
          kept={t('reward.kept')}
          onRetry={() => void reward.reload()}
          busy={reward.busy}
        />
      )}
      {!reward.value && !reward.error && <RewardBones />}
    </Screen>
  )
}

function RewardView({ reward, onChange }: { reward: Reward; onChange: (reward: Reward) => void }) {
  const { t, say } = useTexts()
  const price = usePriceText()
  return (
    <View className="appear">
      <View className="card">
        <WidePicture image={reward.image} label={say(reward.name)} />
        <View className="heading">{say(reward.name)}</View>
        {say(reward.note) && <View className="note gap-4">{say(reward.note)}</View>}
        <View className="prize__price gap-8">{price(reward.price)}</View>
        {reward.balanceAfter !== null && (
          <View className="note">{t('reward.after', { points: formatPoints(reward.balanceAfter) })}</View>
        )}
        <View className="gap-16">
          <Action reward={reward} onChange={onChange} />
        </View>
      </View>
      {reward.contents.length > 0 && (
        <View>
          <View className="label">{t('reward.inside')}</View>
          <View className="card card--flush">
            {reward.contents.map(({ name, count }) => (
              <Row key={name.zh} icon="ticket" title={t('reward.times', { name: say(name), count })} />
            ))}
          </View>
        </View>
      )}
      {reward.tierPrices.length > 0 && (
        <View>
          <View className="label">{t('reward.tiers')}</View>
          <View className="card card--flush">
            {reward.tierPrices.map(one => (
              <Row key={one.tier.zh} icon="badge" title={say(one.tier)} value={price(one.price)} />
            ))}
          </View>
        </View>
      )}
      {reward.donation && <Cause donation={reward.donation} />}
      {reward.event && <EventRows event={reward.event} />}
      <View className="label">{t('reward.terms')}</View>
      <View className="card card--flush">
        {reward.terms.map(({ label, text }) => (
          <Row key={label.zh} title={say(label)} note={say(text)} />
        ))}
      </View>
    </View>
  )
}

/** The one thing to do here: have it, join for it, or be told when it can be had. */
function Action({ reward, onChange }: { reward: Reward; onChange: (reward: Reward) => void }) {
  const { t, say } = useTexts()
  const who = useWho()
  const [asking, setAsking] = useState(false)
  if (who.value && !who.value.member) return <Button label={t('reward.join')} tall onTap={() => go('join')} />
  const { bar, short, visits } = reward
  if (bar === null && short === 0) {
    return (
      <View>
        <Button label={t(reward.donation ? 'cause.give' : 'reward.redeem')} tall onTap={() => setAsking(true)} />
        <ConfirmSheet reward={reward} open={asking} onClose={() => setAsking(false)} />
      </View>
    )
  }
  const points = formatPoints(short)
  const missing = visits === null ? t('reward.short', { points }) : t('reward.shortVisits', { points, visits })
  const word =
    bar === 'TIER'
      ? t('reward.bar.TIER', { tier: reward.tier ? say(reward.tier) : '' })
      : bar === 'NOT_YET'
        ? t('reward.bar.NOT_YET', { day: reward.from ? dayOf(reward.from) : '' })
        : bar
          ? t(`reward.bar.${bar}`)
          : missing
  return (
    <View>
      <View className="center strong amber">{word}</View>
      {bar !== 'LIMIT' && bar !== 'ENDED' && <Wish reward={reward} onChange={onChange} />}
    </View>
  )
}

function Wish({ reward, onChange }: { reward: Reward; onChange: (reward: Reward) => void }) {
  const { t } = useTexts()
  const [busy, setBusy] = useState(false)
  const turn = async () => {
    setBusy(true)
    const { code, wished } = reward
    await call('PUT /member/reward-wishes/:code', { params: { code }, body: { on: !wished } })
      .then(onChange)
      .catch(() => undefined)
    setBusy(false)
  }
  return (
    <View className="gap-8">
      <Button
        label={t(reward.wished ? 'reward.wished' : 'reward.wish')}
        icon={reward.wished ? 'check' : 'bell'}
        kind="quiet"
        busy={busy}
        onTap={() => void turn()}
      />
    </View>
  )
}

function RewardBones() {
  return (
    <View>
      <Bone height={180} card />
      <View className="card card--flush gap-16">
        <BoneRows count={4} />
      </View>
    </View>
  )
}
