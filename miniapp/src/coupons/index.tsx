import { View } from '@tarojs/components'
import Taro, { useDidShow, usePullDownRefresh, useReachBottom } from '@tarojs/taro'
import { useEffect, useState } from 'react'
import { call } from '../call'
import { useLoad } from '../hooks/use-load'
import { type Pages, usePages } from '../hooks/use-pages'
import { readWallet, seeWallet, useWallet, type Wallet, type WalletTab, walletKey } from '../hooks/use-wallet'
import { useWho } from '../hooks/use-who'
import { useTexts } from '../language'
import { spoken } from '../parts/aria'
import { Empty } from '../parts/empty'
import { ErrorNote } from '../parts/error-note'
import { Row } from '../parts/row'
import { Screen } from '../parts/screen'
import { go } from '../routes'
import { TicketBones } from './bones'
import './coupons.scss'
import { RedeemCode } from './redeem-code'
import { type Card, CouponTicket } from './ticket'

const TABS: readonly WalletTab[] = ['USABLE', 'EXPIRING', 'USED', 'ENDED']
const COUNT_OF = { USABLE: 'usable', EXPIRING: 'expiring', USED: 'used', ENDED: 'ended' } as const

/** Everything a member can take off a bill, what ends first on top. */
export default function WalletPage() {
  const { t } = useTexts()
  const who = useWho()
  const memberNo = who.value?.member?.memberNo
  if (memberNo) return <MyWallet memberNo={memberNo} />
  return (
    <Screen title={t('coupons.title')}>
      {who.value && (
        <Empty
          picture="ticket"
          title={t('coupons.guest')}
          note={t('home.guestNote')}
          action={{ label: t('home.join'), onTap: () => go('join') }}
        />
      )}
      {!who.value && who.error && <ErrorNote error={who.error} onRetry={() => void who.reload()} busy={who.busy} />}
      {!who.value && !who.error && <TicketBones count={4} />}
    </Screen>
  )
}

function MyWallet({ memberNo }: { memberNo: string }) {
  const { t } = useTexts()
  const [tab, setTab] = useState<WalletTab>('USABLE')
  const [type, setType] = useState<Card['type'] | null>(null)
  const whole = useWallet(memberNo)
  const list = usePages<Wallet>(walletKey(memberNo, tab), cursor => readWallet(tab, cursor), {
    lasting: tab === 'USABLE',
  })
  const cards = list.pages.flatMap(page => page.items)
  useSeen(memberNo, whole.value)
  useReachBottom(list.more)
  usePullDownRefresh(() => {
    void Promise.all([list.first.reload(), whole.reload()]).then(() => Taro.stopPullDownRefresh())
  })
  const choose = (next: WalletTab) => {
    setTab(next)
    setType(null)
  }
  return (
    <Screen title={t('coupons.title')} shows={[list.first]}>
      <Tabs chosen={tab} counts={list.first.value?.counts ?? whole.value?.counts ?? null} onChoose={choose} />
      <Types cards={cards} chosen={type} onChoose={setType} />
      <Cards list={list} cards={cards} tab={tab} type={type} />
      <Ways memberNo={memberNo} onRedeemed={() => void whole.reload()} />
    </Screen>
  )
}

/** The red dot goes as soon as somebody looks. Told again on the next visit where it did not get through. */
function useSeen(memberNo: string, wallet: Wallet | null): void {
  const unseen = wallet?.unseen ?? 0
  const see = () => {
    if (wallet && unseen > 0) seeWallet(memberNo, wallet).catch(() => undefined)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new number is a new reason
  useEffect(see, [memberNo, unseen])
  useDidShow(see)
}

interface TabsProps {
  chosen: WalletTab
  counts: Wallet['counts'] | null
  onChoose: (tab: WalletTab) => void
}

function Tabs({ chosen, counts, onChoose }: TabsProps) {
  const { t } = useTexts()
  return (
    <View className="filters">
      {TABS.map(tab => (
        <View
          key={tab}
          className={`filter ${tab === chosen ? 'filter--on' : ''}`}
          onClick={() => onChoose(tab)}
          {...spoken({ role: 'radio', checked: tab === chosen })}
        >
          {`${t(`coupons.${tab}`)}${counts ? ` ${counts[COUNT_OF[tab]]}` : ''}`}
        </View>
      ))}
    </View>
  )
}

interface TypesProps {
  cards: Card[]
  chosen: Card['type'] | null
  onChoose: (type: Card['type'] | null) => void
}

/** Chips of the kinds there are; one kind alone needs no choosing. A second tap takes the choice back. */
function Types({ cards, chosen, onChoose }: TypesProps) {
  const { t } = useTexts()
  const types = [...new Set(cards.map(card => card.type))]
  if (types.length < 2) return null
  return (
    <View className="filters types">
      {types.map(type => (
        <View
          key={type}
          className={`filter ${type === chosen ? 'filter--on' : ''}`}
          onClick={() => onChoose(type === chosen ? null : type)}
          {...spoken({ role: 'checkbox', checked: type === chosen })}
        >
          {t(`coupons.${type}`)}
        </View>
      ))}
    </View>
  )
}

interface CardsProps {
  list: Pages<Wallet>
  cards: Card[]
  tab: WalletTab
  type: Card['type'] | null
}

function Cards({ list, cards, tab, type }: CardsProps) {
  const { t } = useTexts()
  const shown = type ? cards.filter(card => card.type === type) : cards
  const { more, ended, busy, error } = list
  // A kind may lie on a later page only; a wallet is finite.
  useEffect(() => {
    if (type && !ended && !busy && !error) more()
  }, [type, ended, busy, error, more])
  return (
    <View>
      {shown.length > 1 && tab !== 'USED' && tab !== 'ENDED' && (
        <View className="tiny types__note">{t('coupons.sorted')}</View>
      )}
      {shown.map(card => (
        <CouponTicket key={card.id} card={card} onTap={() => go('coupon', { id: card.id })} />
      ))}
      {!list.first.value && !error && <TicketBones count={3} />}
      {list.first.value && cards.length === 0 && (
        <Empty
          picture="ticket"
          title={t(`coupons.none.${tab}`)}
          note={t(`coupons.noneNote.${tab}`)}
          {...(tab === 'USABLE' ? { action: { label: t('coupons.toOffers'), onTap: () => go('offers') } } : {})}
        />
      )}
      {cards.length > 0 && shown.length === 0 && ended && (
        <View className="note center">{t('coupons.noneOfType')}</View>
      )}
      {error && (
        <ErrorNote
          title={cards.length > 0 ? '' : t('coupons.failed')}
          error={error}
          kept={t('coupons.kept')}
          onRetry={list.retry}
          busy={busy}
        />
      )}
      {cards.length > 20 && ended && <View className="tiny center gap-8">{t('coupons.end')}</View>}
    </View>
  )
}

/** Where more coupons come from, and where those given away went. */
function Ways({ memberNo, onRedeemed }: { memberNo: string; onRedeemed: () => void }) {
  const { t } = useTexts()
  const offers = useLoad(`offers:${memberNo}`, () => call('GET /member/coupon-offers'))
  const open = offers.value?.items.filter(({ mine }) => mine > 0).length ?? 0
  return (
    <View className="card card--flush gap-16">
      <Row
        icon="gift"
        title={t('coupons.offers')}
        note={t('coupons.offersNote')}
        value={open > 0 ? t('coupons.offersCount', { count: open }) : undefined}
        onTap={() => go('offers')}
      />
      <RedeemCode onRedeemed={onRedeemed} />
      <Row icon="send" title={t('coupons.given')} onTap={() => go('given')} />
    </View>
  )
}
