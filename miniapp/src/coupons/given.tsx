import type { ReplyOf } from '@huitou/shared/client'
import { View } from '@tarojs/components'
import Taro, { usePullDownRefresh, useReachBottom } from '@tarojs/taro'
import { call } from '../call'
import { stampOf } from '../dates'
import { usePages } from '../hooks/use-pages'
import { useProgramme, useWho } from '../hooks/use-who'
import { useTexts } from '../language'
import { Empty } from '../parts/empty'
import { ErrorNote } from '../parts/error-note'
import { Screen } from '../parts/screen'
import { go } from '../routes'
import { TicketBones } from './bones'
import './coupons.scss'
import { Ticket } from './ticket'

type Given = ReplyOf<'GET /member/coupon-gifts'>

/** What was given to friends, and what became of it. */
export default function GivenPage() {
  const { t } = useTexts()
  const who = useWho()
  const memberNo = who.value?.member?.memberNo
  if (memberNo) return <List memberNo={memberNo} />
  return (
    <Screen title={t('given.title')}>
      {who.value && <Empty picture="ticket" title={t('coupons.guest')} note={t('home.guestNote')} />}
      {!who.value && who.error && (
        <ErrorNote title={t('given.failed')} error={who.error} onRetry={() => void who.reload()} busy={who.busy} />
      )}
      {!who.value && !who.error && <TicketBones count={3} />}
    </Screen>
  )
}

function List({ memberNo }: { memberNo: string }) {
  const { t } = useTexts()
  const list = usePages<Given>(`given:${memberNo}`, cursor =>
    call('GET /member/coupon-gifts', { query: { limit: 20, ...(cursor ? { cursor } : {}) } }),
  )
  useReachBottom(list.more)
  usePullDownRefresh(() => void list.first.reload().then(() => Taro.stopPullDownRefresh()))
  const items = list.pages.flatMap(page => page.items)
  return (
    <Screen title={t('given.title')} shows={[list.first]}>
      {items.map(item => (
        <GivenTicket key={item.id} item={item} />
      ))}
      {!list.first.value && !list.error && <TicketBones count={3} />}
      {list.first.value && items.length === 0 && (
        <Empty
          picture="ticket"
          title={t('given.none')}
          note={t('given.noneNote')}
          action={{ label: t('coupon.toWallet'), onTap: () => go('coupons') }}
        />
      )}
      {list.error && (
        <ErrorNote
          title={items.length > 0 ? '' : t('given.failed')}
          error={list.error}
          kept={t('coupons.kept')}
          onRetry={list.retry}
          busy={list.busy}
        />
      )}
    </Screen>
  )
}

function GivenTicket({ item }: { item: Given['items'][number] }) {
  const { t } = useTexts()
  const zone = useProgramme().value?.timeZone
  const open = item.state === 'OPEN'
  const way = open ? () => go('give', { id: item.couponId }) : undefined
  return (
    <Ticket face={item.face} name={item.name} dull={!open} {...(way ? { onTap: way } : {})}>
      <View className="ticket__when">
        <View className="note figure ticket__until">{stampOf(item.givenAt, zone)}</View>
        <View className={`chip ${open ? 'chip--amber' : item.state === 'ACCEPTED' ? 'chip--jade' : ''}`}>
          {item.to ? t('given.to', { name: item.to }) : t(`given.${item.state}`)}
        </View>
      </View>
    </Ticket>
  )
}
