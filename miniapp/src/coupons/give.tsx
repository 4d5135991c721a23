import { View } from '@tarojs/components'
import Taro, { useRouter, useShareAppMessage } from '@tarojs/taro'
import { useEffect, useRef } from 'react'
import { stampOf } from '../dates'
import { useProgramme } from '../hooks/use-who'
import { useTexts } from '../language'
import { copy } from '../notices'
import { Button } from '../parts/button'
import { Empty } from '../parts/empty'
import { ErrorNote } from '../parts/error-note'
import { Screen } from '../parts/screen'
import { goInstead } from '../routes'
import { wechat } from '../wechat'
import { TicketBones } from './bones'
import './coupons.scss'
import { Ticket } from './ticket'
import { type Detail, useCoupon } from './use-coupon'
import { useOffer } from './use-offer'

/** A page of its own: what is shared shows a picture of the page, and the code of a coupon must not be on it. */
export default function GivePage() {
  const { t } = useTexts()
  const { id = '' } = useRouter().params
  const coupon = useCoupon(id)
  const card = useRef({ title: '', path: '/pages/home/index' })
  useShareAppMessage(() => card.current)
  // Only what was offered is worth sending, and it has its own button.
  useEffect(() => void Taro.hideShareMenu({}).catch(() => undefined), [])
  // Whoever took it owns it now: the server knows nothing of it as ours any more.
  const taken = coupon.error?.code === 'record.not_found'
  return (
    <Screen title={t('give.title')} shows={[coupon]}>
      {taken && (
        <Empty
          picture="ticket"
          title={t('give.taken')}
          note={t('give.takenNote')}
          action={{ label: t('given.title'), onTap: () => goInstead('given') }}
        />
      )}
      {coupon.value && !taken && <Give coupon={coupon.value} reload={coupon.reload} card={card} />}
      {!coupon.value && !coupon.error && <TicketBones count={1} />}
      {!coupon.value && coupon.error && !taken && (
        <ErrorNote
          title={t('coupon.failed')}
          error={coupon.error}
          kept={t('coupon.kept')}
          onRetry={() => void coupon.reload()}
          busy={coupon.busy}
        />
      )}
    </Screen>
  )
}

interface Props {
  coupon: Detail
  reload: () => Promise<void>
  /** What the friend will see in the chat. */
  card: { current: { title: string; path: string } }
}

function Give({ coupon, reload, card }: Props) {
  const { t, say } = useTexts()
  const offer = useOffer(coupon, reload)
  const { failure } = offer
  const mayGive = coupon.giftable && (coupon.state === 'USABLE' || coupon.state === 'NOT_YET')
  if (offer.link) {
    const words = { value: say(coupon.face.value), condition: say(coupon.face.condition) }
    card.current = { title: t('give.share', words), path: `/coupons/gift?token=${offer.link.token}` }
  }
  return (
    <View className="appear">
      <Ticket face={coupon.face} name={coupon.name} type={coupon.type} />
      <View className="card">{t('give.note')}</View>
      {offer.link && <Send token={offer.link.token} until={offer.link.until} />}
      {offer.elsewhere && <View className="banner banner--amber">{t('give.elsewhere')}</View>}
      {coupon.state === 'GIVEN' && (
        <Button label={t('give.back')} kind="plain" busy={offer.busy} onTap={() => void offer.takeBack()} />
      )}
      {!offer.link && mayGive && (
        <Button label={t('give.start')} icon="send" tall busy={offer.busy} onTap={() => void offer.start()} />
      )}
      {!mayGive && coupon.state !== 'GIVEN' && <View className="note center">{t('give.not')}</View>}
      {failure && (
        <View className="gap-16">
          <ErrorNote
            title={t(failure.of === 'START' ? 'give.failed' : 'give.backFailed')}
            error={failure.error}
            kept={t('give.kept')}
            onRetry={() => void (failure.of === 'START' ? offer.start() : offer.takeBack())}
            busy={offer.busy}
          />
        </View>
      )}
    </View>
  )
}

/** In WeChat only its own button opens the list of friends; a browser has a link to copy. */
function Send({ token, until }: { token: string; until: string }) {
  const { t } = useTexts()
  const zone = useProgramme().value?.timeZone
  return (
    <View>
      {wechat.sharesBy === 'CARD' ? (
        <Button label={t('give.card')} icon="send" tall native={{ openType: 'share' }} />
      ) : (
        <Button label={t('give.link')} icon="copy" tall onTap={() => copy(wechat.linkTo(`gift=${token}`))} />
      )}
      <View className="note center gap-8 figure">{t('give.until', { time: stampOf(until, zone) })}</View>
    </View>
  )
}
