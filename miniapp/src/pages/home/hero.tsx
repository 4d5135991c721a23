import { formatPoints } from '@huitou/shared/amounts'
import { View } from '@tarojs/components'
import type { Loaded } from '../../hooks/use-load'
import type { Tier } from '../../hooks/use-tier'
import type { Wallet } from '../../hooks/use-wallet'
import { useTexts } from '../../language'
import { spoken } from '../../parts/aria'
import { Bone } from '../../parts/bone'
import { Button } from '../../parts/button'
import { Dot } from '../../parts/dot'
import { ErrorNote } from '../../parts/error-note'
import { Icon } from '../../parts/icon'
import type { Card } from '../../parts/member-card'
import { Points } from '../../parts/points'
import { ScanTableButton } from '../../parts/scan-table'
import { TierLine } from '../../parts/tier-line'
import { go, goTab } from '../../routes'
import type { Who } from '../../session'

/** The reason somebody opens the app in the queue: the balance and the code, nothing above them. */
export function Hero({ who, tier, wallet }: { who: Loaded<Who>; tier: Tier | null; wallet: Wallet | null }) {
  if (who.value?.member) return <MemberHero card={who.value.member} tier={tier} wallet={wallet} />
  if (who.value) return <GuestHero />
  if (who.error) return <FailedHero who={who} error={who.error} />
  return (
    <View className="card">
      <Bone width={64} height={14} />
      <View className="gap-8">
        <Bone width={150} height={48} />
      </View>
      <View className="gap-8">
        <Bone width={110} height={14} />
      </View>
      <View className="gap-24">
        <Bone height={56} card />
      </View>
      <View className="gap-8">
        <Bone height={48} card />
      </View>
    </View>
  )
}

function MemberHero({ card, tier, wallet }: { card: Card; tier: Tier | null; wallet: Wallet | null }) {
  const { t } = useTexts()
  const { available, pending, held, debt, expiringSoon } = card.balances
  const besides = [
    ...(pending > 0 ? [t('home.pending', { points: formatPoints(pending) })] : []),
    ...(held > 0 ? [t('home.held', { points: formatPoints(held) })] : []),
  ]
  return (
    <View className="card appear">
      <TierLine tier={card.tier} centre={tier} />
      <View hoverClass="pressed" onClick={() => go('statement')}>
        <View className="line line--between">
          <View className="note">{t('home.points')}</View>
          <View className="line note">
            {t('home.statement')}
            <Icon name="next" className="row__next" />
          </View>
        </View>
        <Points value={available} size="hero" />
      </View>
      {besides.length > 0 && <View className="note gap-4">{besides.join(' · ')}</View>}
      {debt > 0 && <View className="note amber gap-4">{t('home.debt', { points: formatPoints(debt) })}</View>}
      {expiringSoon && (
        <View
          className="banner banner--amber home__expiring"
          hoverClass="pressed"
          onClick={() => go('expiring')}
          {...spoken({ role: 'button' })}
        >
          <Icon name="clock" className="banner__icon" />
          <View className="grow">
            {t('home.expiring', { points: formatPoints(expiringSoon.points), day: expiringSoon.lastValidOn })}
          </View>
        </View>
      )}
      <CouponLine wallet={wallet} />
      <HeroButtons />
    </View>
  )
}

/** How many coupons there are, and whether one is new. A line of its own even before it is known, so nothing jumps. */
function CouponLine({ wallet }: { wallet: Wallet | null }) {
  const { t } = useTexts()
  const count = wallet ? t('coupons.count', { count: wallet.counts.usable }) : ''
  const fresh = (wallet?.unseen ?? 0) > 0
  return (
    <View
      className="home__coupons"
      hoverClass="pressed"
      onClick={() => go('coupons')}
      {...spoken({ role: 'button', label: `${t('coupons.title')} ${count} ${fresh ? t('coupons.new') : ''}` })}
    >
      <Icon name="ticket" className="home__ticket" />
      <View className="grow">
        {t('coupons.title')}
        {fresh && <Dot label={t('coupons.new')} />}
      </View>
      <View className="figure quiet">{count}</View>
      <Icon name="next" className="row__next" />
    </View>
  )
}

function HeroButtons() {
  const { t } = useTexts()
  return (
    <View className="gap-16">
      <Button label={t('home.code')} icon="code" tall onTap={() => goTab('code')} />
      <View className="gap-4">
        <ScanTableButton />
      </View>
    </View>
  )
}

function GuestHero() {
  const { t } = useTexts()
  return (
    <View className="card appear">
      <View className="note">{t('home.guest')}</View>
      <View className="home__teaser">{t('home.teaser')}</View>
      <View className="note gap-4">{t('home.guestNote')}</View>
      <View className="gap-16">
        <Button label={t('home.join')} tall onTap={() => go('join')} />
        <View className="gap-4">
          <ScanTableButton />
        </View>
      </View>
    </View>
  )
}

function FailedHero({ who, error }: { who: Loaded<Who>; error: NonNullable<Loaded<Who>['error']> }) {
  const { t } = useTexts()
  return (
    <View>
      <View className="card">
        <View className="note">{t('home.points')}</View>
        <View className="points points--hero quiet">—</View>
        <HeroButtons />
      </View>
      <ErrorNote title={t('home.failed')} error={error} onRetry={() => void who.reload()} busy={who.busy} />
    </View>
  )
}
