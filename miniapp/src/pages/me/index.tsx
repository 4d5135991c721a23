import { View } from '@tarojs/components'
import Taro, { usePullDownRefresh } from '@tarojs/taro'
import type { Inbox } from '../../hooks/use-inbox'
import { useNeeds } from '../../hooks/use-needs'
import type { Wallet } from '../../hooks/use-wallet'
import { useProgramme, useWho } from '../../hooks/use-who'
import { useTexts } from '../../language'
import { needsMe } from '../../needs'
import { Bone } from '../../parts/bone'
import { Button } from '../../parts/button'
import { Dot } from '../../parts/dot'
import { ErrorNote } from '../../parts/error-note'
import { LiveResult } from '../../parts/live-result'
import { MemberCard } from '../../parts/member-card'
import { Picture } from '../../parts/picture'
import { Row } from '../../parts/row'
import { Screen } from '../../parts/screen'
import { TierBadge } from '../../parts/tier-badge'
import { prefer } from '../../preferences'
import { go, goTab } from '../../routes'
import type { Who } from '../../session'

export default function MePage() {
  const { t } = useTexts()
  const who = useWho()
  const programme = useProgramme()
  const member = who.value?.member
  const { inbox, wallet } = useNeeds(member?.memberNo ?? null)
  usePullDownRefresh(() => {
    const all = [who, inbox, wallet].map(loaded => loaded.reload())
    void Promise.all(all).then(() => Taro.stopPullDownRefresh())
  })
  return (
    <Screen title={t('tab.me')} shows={[who]}>
      {member && <MemberCard card={member} brand={programme.value?.brandName ?? ''} />}
      {!member && who.value && <Guest />}
      {!who.value && !who.error && <Bone height={196} card />}
      {!who.value && who.error && (
        <ErrorNote title={t('home.failed')} error={who.error} onRetry={() => void who.reload()} busy={who.busy} />
      )}
      <StaffDoor staff={who.value?.staff ?? null} />
      {member && (
        <View className="card card--flush gap-16">
          <Row icon="rise" title={t('tier.title')} value={<TierBadge tier={member.tier} />} onTap={() => go('tiers')} />
          <Row
            icon="ticket"
            title={t('coupons.title')}
            value={<Coupons wallet={wallet.value} />}
            onTap={() => go('coupons')}
          />
          <Row
            icon="bell"
            title={t('me.messages')}
            value={<Unread inbox={inbox.value} />}
            onTap={() => go('messages')}
          />
          <Row icon="person" title={t('profile.title')} onTap={() => go('profile')} />
          <Row icon="statement" title={t('me.statement')} onTap={() => go('statement')} />
          <Row icon="code" title={t('me.code')} onTap={() => goTab('code')} />
        </View>
      )}
      <Links />
      <LiveResult />
    </Screen>
  )
}

function Coupons({ wallet }: { wallet: Wallet | null }) {
  const { t } = useTexts()
  if (!wallet) return null
  return (
    <View>
      {t('coupons.count', { count: wallet.counts.usable })}
      {wallet.unseen > 0 && <Dot label={t('coupons.new')} />}
    </View>
  )
}

/** How many are unread; the dot only where one of them wants something done. */
function Unread({ inbox }: { inbox: Inbox | null }) {
  const { t } = useTexts()
  if (!inbox || inbox.unread === 0) return null
  return (
    <View>
      {t('inbox.unread', { count: inbox.unread })}
      {needsMe(inbox.items) && <Dot label={t('inbox.needsYou')} />}
    </View>
  )
}

function StaffDoor({ staff }: { staff: Who['staff'] }) {
  const { t } = useTexts()
  if (!staff) return null
  return (
    <View className="card card--flush gap-16">
      <Row
        icon="badge"
        title={t('me.staff')}
        note={`${staff.store.name} · ${staff.name}`}
        onTap={() => go('workbench')}
      />
    </View>
  )
}

function Links() {
  const { t, language } = useTexts()
  return (
    <View className="card card--flush gap-16">
      <Row icon="store" title={t('me.stores')} onTap={() => go('stores')} />
      <Row icon="help" title={t('me.rules')} onTap={() => go('rules')} />
      <Row icon="shield" title={t('me.privacy')} onTap={() => go('privacy')} />
      <Row icon="text-size" title={t('me.settings')} onTap={() => go('settings')} />
      <Row
        icon="globe"
        title={language === 'zh' ? 'English' : '中文'}
        onTap={() => prefer({ language: language === 'zh' ? 'en' : 'zh' })}
      />
    </View>
  )
}

function Guest() {
  const { t } = useTexts()
  return (
    <View className="card center appear">
      <View className="picture-center">
        <Picture name="bowl" />
      </View>
      <View className="title">{t('me.guest')}</View>
      <View className="note gap-4">{t('home.guestNote')}</View>
      <View className="gap-16">
        <Button label={t('home.join')} tall onTap={() => go('join')} />
      </View>
    </View>
  )
}
