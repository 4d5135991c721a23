import { formatPoints } from '@huitou/shared/amounts'
import { View } from '@tarojs/components'
import Taro, { usePullDownRefresh } from '@tarojs/taro'
import { useRewards } from '../../hooks/use-rewards'
import { useProgramme, useWho } from '../../hooks/use-who'
import { useTexts } from '../../language'
import { Bone } from '../../parts/bone'
import { Button } from '../../parts/button'
import { ErrorNote } from '../../parts/error-note'
import { LiveResult } from '../../parts/live-result'
import type { Card } from '../../parts/member-card'
import { Points } from '../../parts/points'
import { Row } from '../../parts/row'
import { Screen } from '../../parts/screen'
import { go, goTab } from '../../routes'
import './index.scss'
import { MallGames } from './games'
import { RewardShelf } from './shelf'

/** What points can become. The balance stays in sight, since every price is read against it. */
export default function MallPage() {
  const { t, say } = useTexts()
  const who = useWho()
  const programme = useProgramme()
  const member = who.value?.member
  const rewards = useRewards(who.value ? (member?.memberNo ?? 'guest') : null)
  usePullDownRefresh(() => {
    void Promise.all([who.reload(), programme.reload(), rewards.reload()]).then(() => Taro.stopPullDownRefresh())
  })
  return (
    <Screen title={t('tab.mall')} shows={[who, programme, rewards]}>
      {member && <Balance card={member} />}
      {!member && who.value && <Guest />}
      {!who.value && !who.error && <Bone height={104} card />}
      {!who.value && who.error && (
        <ErrorNote title={t('home.failed')} error={who.error} onRetry={() => void who.reload()} busy={who.busy} />
      )}
      <MallGames />
      {(who.value || !who.error) && <RewardShelf rewards={rewards} />}
      <View className="label">{t('mall.worth')}</View>
      <View className="card card--flush">
        {member && (
          <Row icon="gift" title={t('reward.mine')} note={t('reward.mineNote')} onTap={() => go('redemptions')} />
        )}
        <Row
          icon="rise"
          title={t('mall.earn')}
          note={programme.value ? say(programme.value.earnSentence) : t('mall.earnNote')}
          onTap={() => go('rules')}
        />
        <Row
          icon="clock"
          title={t('mall.keep')}
          note={programme.value ? say(programme.value.expirySentence) : t('mall.keepNote')}
        />
        <Row icon="store" title={t('mall.where')} note={t('mall.whereNote')} onTap={() => go('stores')} />
      </View>
      <LiveResult />
    </Screen>
  )
}

function Balance({ card }: { card: Card }) {
  const { t } = useTexts()
  const { available, pending, expiringSoon } = card.balances
  return (
    <View className="mall__balance">
      <View className="line line--between">
        <View className="grow">
          <View className="note">{t('home.points')}</View>
          <Points value={available} size="large" />
        </View>
        <Button label={t('mall.code')} kind="quiet" icon="code" onTap={() => goTab('code')} />
      </View>
      <View className="note gap-4">
        {expiringSoon
          ? t('home.expiring', { points: formatPoints(expiringSoon.points), day: expiringSoon.lastValidOn })
          : t('mall.noneExpiring')}
        {pending > 0 && ` · ${t('home.pending', { points: formatPoints(pending) })}`}
      </View>
    </View>
  )
}

function Guest() {
  const { t } = useTexts()
  return (
    <View className="mall__balance">
      <View className="title">{t('mall.guest')}</View>
      <View className="gap-16">
        <Button label={t('home.join')} onTap={() => go('join')} />
      </View>
    </View>
  )
}
