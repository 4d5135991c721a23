import { View } from '@tarojs/components'
import Taro, { usePullDownRefresh } from '@tarojs/taro'
import { dayOf } from '../dates'
import { type Tier, useTier } from '../hooks/use-tier'
import { useWho } from '../hooks/use-who'
import { useTexts } from '../language'
import { Bone, BoneRows } from '../parts/bone'
import { Empty } from '../parts/empty'
import { ErrorNote } from '../parts/error-note'
import { Icon, type IconName } from '../parts/icon'
import { LiveResult } from '../parts/live-result'
import { Row } from '../parts/row'
import { Screen } from '../parts/screen'
import { go } from '../routes'
import { BuyBack } from './buy-back'
import { Risen } from './risen'
import { Rungs } from './rungs'
import { type Change, runsOf } from './runs'
import { StandingCard } from './standing-card'
import './tiers.scss'

export default function TiersPage() {
  const { t } = useTexts()
  const who = useWho()
  const member = who.value?.member ?? null
  const tier = useTier(member?.memberNo ?? null)
  const error = tier.error ?? (who.value ? null : who.error)
  const retry = () => void (who.value ? tier.reload() : who.reload())
  usePullDownRefresh(() => void Promise.all([who.reload(), tier.reload()]).then(() => Taro.stopPullDownRefresh()))
  const guest = who.value && !member
  return (
    <Screen title={t('tier.title')} shows={[tier]}>
      {guest && (
        <Empty
          picture="bowl"
          title={t('tier.guest')}
          note={t('home.guestNote')}
          action={{ label: t('home.join'), onTap: () => go('join') }}
        />
      )}
      {tier.value && <Centre tier={tier.value} onKept={tier.reload} />}
      {!guest && !tier.value && !error && <Bones />}
      {!tier.value && error && (
        <ErrorNote title={t('tier.failed')} error={error} kept={t('tier.kept')} onRetry={retry} busy={tier.busy} />
      )}
      <LiveResult onEntry={tier.soon} />
    </Screen>
  )
}

function Centre({ tier, onKept }: { tier: Tier; onKept: () => Promise<void> }) {
  const { t } = useTexts()
  return (
    <View className="appear">
      <Risen key={tier.changes[0]?.at ?? ''} tier={tier} />
      <StandingCard tier={tier} />
      <Keeping tier={tier} onKept={onKept} />
      <Rungs key={tier.tier.code} tier={tier} />
      <View className="label">{t('tier.history')}</View>
      <View className="card card--flush">
        {runsOf(tier.changes).map(run => (
          <Changes key={`${run[0]?.at}${run[0]?.reason}`} run={run} />
        ))}
      </View>
      <View className="tiny gap-8">{t('tier.rules')}</View>
    </View>
  )
}

/** What the next review will say, and in a grace period what can still be done. */
function Keeping({ tier, onKept }: { tier: Tier; onKept: () => Promise<void> }) {
  const { t, say } = useTexts()
  const { keep, graceUntil } = tier
  if (tier.tier.level === 1) return null
  if (!keep && !graceUntil) {
    return (
      <View className="banner banner--jade gap-16">
        <Icon name="check" className="banner__icon" />
        <View className="grow">{t('tier.safe', { day: tier.reviewOn })}</View>
      </View>
    )
  }
  return (
    <View className="card gap-16">
      {graceUntil && (
        <View className="title amber">{t('tier.grace', { tier: say(tier.tier.name), day: graceUntil })}</View>
      )}
      {keep && <View className={graceUntil ? 'gap-4' : 'amber'}>{say(keep.says)}</View>}
      {tier.buyBack && <BuyBack offer={tier.buyBack} onKept={onKept} />}
    </View>
  )
}

const icons: Record<Change['reason'], IconName> = {
  ENROLLED: 'badge',
  ROSE: 'rise',
  LADDER: 'rise',
  KEPT: 'check',
  GRANDFATHERED: 'check',
  BOUGHT_BACK: 'check',
  GRACE: 'clock',
  FELL: 'undo',
}

/** One change, or several reviews in a row that kept the same tier. */
function Changes({ run }: { run: Change[] }) {
  const { t, say } = useTexts()
  const [newest] = run
  const oldest = run[run.length - 1]
  if (!newest || !oldest) return null
  const days = run.length === 1 ? dayOf(newest.at) : `${dayOf(oldest.at)} – ${dayOf(newest.at)}`
  const note = run.length === 1 ? days : `${days} · ${t('tier.run', { count: run.length })}`
  return <Row icon={icons[newest.reason]} title={say(newest.says)} note={note} />
}

function Bones() {
  return (
    <View>
      <Bone height={188} card />
      <View className="gap-16">
        <Bone height={44} card />
      </View>
      <View className="card card--flush gap-16">
        <BoneRows count={4} />
      </View>
    </View>
  )
}
