import { View } from '@tarojs/components'
import Taro, { useLoad as useArrivalQuery, usePullDownRefresh } from '@tarojs/taro'
import { arrivalOf } from '../../arrival'
import { call } from '../../call'
import { dayPartOf } from '../../dates'
import { useLoad } from '../../hooks/use-load'
import { useNeeds } from '../../hooks/use-needs'
import { useOfflineTokens } from '../../hooks/use-offline-tokens'
import { useTier } from '../../hooks/use-tier'
import { useProgramme, useStores, useWho } from '../../hooks/use-who'
import { useTexts } from '../../language'
import { Icon } from '../../parts/icon'
import { LiveResult } from '../../parts/live-result'
import { Picture } from '../../parts/picture'
import { Row } from '../../parts/row'
import { Screen } from '../../parts/screen'
import { go } from '../../routes'
import { serverNow } from '../../server-clock'
import type { Who } from '../../session'
import { wechat } from '../../wechat'
import { Hero } from './hero'
import './index.scss'
import { Recent } from './recent'
import { StoreList } from './store-list'

export default function HomePage() {
  const { t, say } = useTexts()
  const who = useWho()
  const programme = useProgramme()
  const stores = useStores()
  const member = who.value?.member ?? null
  const latest = () => call('GET /member/entries', { query: { limit: 3 } })
  const recent = useLoad(member && `recent:${member.memberNo}`, latest, { lasting: true })
  const tier = useTier(member?.memberNo ?? null)
  const { inbox, wallet } = useNeeds(member?.memberNo ?? null)
  // Taken along from here on: the next page may be opened in a basement.
  useOfflineTokens()
  useArrivalQuery(query => arrive(query as Record<string, string>))
  usePullDownRefresh(() => {
    const all = [who, programme, stores, recent, tier, inbox, wallet].map(loaded => loaded.reload())
    void Promise.all(all).then(() => Taro.stopPullDownRefresh())
  })

  return (
    <Screen title={programme.value?.brandName ?? t('brand')} shows={[who, programme]}>
      <Greeting who={who.value} />
      <Seat memberNo={member?.memberNo ?? null} />
      <Hero who={who} tier={tier.value} wallet={wallet.value} />
      {programme.value && (
        <View className="card card--flush">
          <Row
            icon="rise"
            title={say(programme.value.earnSentence)}
            note={say(programme.value.expirySentence)}
            onTap={() => go('rules')}
          />
        </View>
      )}
      {member && <Recent recent={recent} />}
      <StoreList stores={stores} />
      <LiveResult
        onEntry={() => {
          void recent.reload()
          tier.soon()
        }}
      />
    </Screen>
  )
}

function Greeting({ who }: { who: Who | null }) {
  const { t } = useTexts()
  const hello = t(`hello.${dayPartOf(serverNow())}`)
  const name = who?.member?.nickname
  return (
    <View className="home__hello">
      <View className="heading grow">{name ? t('hello.named', { hello, name }) : hello}</View>
      <View className="home__bowl">
        <Picture name="bowl" />
      </View>
    </View>
  )
}

/** The table the member sits at, so that the way back to it is one tap. */
function Seat({ memberNo }: { memberNo: string | null }) {
  const { t } = useTexts()
  const seat = useLoad(memberNo && `seat:${memberNo}`, () => call('GET /member/table-visit'))
  const visit = seat.value?.visit
  if (!visit) return null
  return (
    <View
      className="banner banner--jade"
      hoverClass="pressed"
      onClick={() => go('table', { scene: visit.table.scene })}
    >
      <Icon name="table" className="banner__icon" />
      <View className="grow">{t('home.seat', { store: visit.table.store.name, table: visit.table.name })}</View>
      <Icon name="next" className="row__next" />
    </View>
  )
}

/** A scanned code may open home with its parameters: the guest is taken on to what was promised. */
function arrive(query: Record<string, string>): void {
  const arrival = arrivalOf(query, wechat.hosts)
  if (arrival?.kind === 'TABLE') go('table', { scene: arrival.scene })
  if (arrival?.kind === 'INVITE') go('bind', { invite: arrival.invite })
  if (arrival?.kind === 'GROUP') go('group', { token: arrival.token })
  if (arrival?.kind === 'GIFT') go('gift', { token: arrival.token })
}
