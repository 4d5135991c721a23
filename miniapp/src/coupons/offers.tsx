import type { ReplyOf } from '@huitou/shared/client'
import { View } from '@tarojs/components'
import Taro, { usePullDownRefresh } from '@tarojs/taro'
import { useRef, useState } from 'react'
import { type CallError, call } from '../call'
import { dayOf } from '../dates'
import { asCallError, useLoad } from '../hooks/use-load'
import { useProgramme, useWho } from '../hooks/use-who'
import { freshId } from '../ids'
import { useTexts } from '../language'
import { nudge } from '../notices'
import { AskLine } from '../parts/ask-line'
import { Button } from '../parts/button'
import { Empty } from '../parts/empty'
import { ErrorNote } from '../parts/error-note'
import { Icon } from '../parts/icon'
import { Screen } from '../parts/screen'
import { Sheet } from '../parts/sheet'
import { go } from '../routes'
import { TicketBones } from './bones'
import './coupons.scss'
import { Ticket } from './ticket'
import type { Detail } from './use-coupon'

type Offer = ReplyOf<'GET /member/coupon-offers'>['items'][number]

/** What the restaurants give out, to be taken with one tap. */
export default function OffersPage() {
  const { t } = useTexts()
  const who = useWho()
  const memberNo = who.value?.member?.memberNo
  const offers = useLoad(memberNo ? `offers:${memberNo}` : null, () => call('GET /member/coupon-offers'))
  const [taken, setTaken] = useState<Detail | null>(null)
  usePullDownRefresh(() => void offers.reload().then(() => Taro.stopPullDownRefresh()))
  const error = offers.error ?? (who.value ? null : who.error)
  const guest = who.value !== null && !memberNo
  const take = (coupon: Detail) => {
    nudge()
    setTaken(coupon)
    void offers.reload()
  }
  return (
    <Screen title={t('offers.title')} shows={[offers]}>
      {guest && (
        <Empty
          picture="ticket"
          title={t('offers.guest')}
          note={t('home.guestNote')}
          action={{ label: t('home.join'), onTap: () => go('join') }}
        />
      )}
      {offers.value &&
        mayFirst(offers.value.items).map(offer => (
          <OfferCard key={offer.batchId} offer={offer} onTaken={take} onRefused={offers.reload} />
        ))}
      {offers.value?.items.length === 0 && (
        <Empty
          picture="ticket"
          title={t('offers.none')}
          note={t('offers.noneNote')}
          action={{ label: t('coupon.toWallet'), onTap: () => go('coupons') }}
        />
      )}
      {!guest && !offers.value && !error && <TicketBones count={3} />}
      {error && (
        <ErrorNote
          title={offers.value ? '' : t('offers.failed')}
          error={error}
          kept={t('coupons.kept')}
          onRetry={() => void (who.value ? offers.reload() : who.reload())}
          busy={offers.busy || who.busy}
        />
      )}
      <Taken coupon={taken} onClose={() => setTaken(null)} />
    </Screen>
  )
}

/** What one has already sinks; otherwise the newest stay on top. */
function mayFirst(offers: Offer[]): Offer[] {
  return [...offers.filter(({ mine }) => mine > 0), ...offers.filter(({ mine }) => mine === 0)]
}

interface OfferProps {
  offer: Offer
  onTaken: (coupon: Detail) => void
  /** The offers are not what they were. */
  onRefused: () => Promise<void>
}

function OfferCard({ offer, onTaken, onRefused }: OfferProps) {
  const { t, say } = useTexts()
  const zone = useProgramme().value?.timeZone
  const claim = useClaim(offer.batchId, onTaken, onRefused)
  const may = offer.mine > 0 && offer.left > 0
  const label = offer.mine === 0 ? 'offers.full' : offer.left === 0 ? 'offers.soldOut' : 'offers.claim'
  return (
    <View>
      <Ticket face={offer.face} name={offer.name} type={offer.type}>
        <View className="note gap-4">{say(offer.sentence)}</View>
        <View className="ticket__when">
          <View className="note figure ticket__until">{t('offers.left', { count: offer.left })}</View>
          {offer.mine > 1 && <View className="chip">{t('offers.mine', { count: offer.mine })}</View>}
          {offer.until && <View className="chip figure">{t('offers.until', { day: dayOf(offer.until, zone) })}</View>}
        </View>
        <View className="gap-8">
          <Button label={t(label)} disabled={!may} busy={claim.busy} onTap={claim.send} />
        </View>
      </Ticket>
      {claim.error && (
        <ErrorNote
          title={t('offers.notClaimed')}
          error={claim.error}
          kept={t('coupons.codeKept')}
          onRetry={claim.error.offline ? claim.send : undefined}
          busy={claim.busy}
        />
      )}
    </View>
  )
}

/** One wish to have one coupon: its number stays the same until the server has answered, so no tap takes two. */
function useClaim(batchId: string, onTaken: OfferProps['onTaken'], onRefused: OfferProps['onRefused']) {
  const [state, setState] = useState<{ busy: boolean; error: CallError | null }>({ busy: false, error: null })
  const requestId = useRef<string | null>(null)
  const running = useRef(false)
  const send = async () => {
    if (running.current) return
    running.current = true
    requestId.current ??= freshId()
    setState({ busy: true, error: null })
    try {
      const coupon = await call('POST /member/coupon-claims', { body: { requestId: requestId.current, batchId } })
      requestId.current = null
      setState({ busy: false, error: null })
      onTaken(coupon)
    } catch (failure) {
      const error = asCallError(failure)
      if (!error.offline) {
        requestId.current = null
        void onRefused()
      }
      setState({ busy: false, error })
    }
    running.current = false
  }
  return { ...state, send: () => void send() }
}

/** It is in the wallet; the moment at which being reminded before it ends is worth a tap. */
function Taken({ coupon, onClose }: { coupon: Detail | null; onClose: () => void }) {
  const { t, say } = useTexts()
  return (
    <Sheet open={coupon !== null} title={t('offers.claimed')} onClose={onClose}>
      {coupon && (
        <View>
          <View className="center">
            <View className="result__mark">
              <Icon name="check" />
            </View>
            <View className="heading">{say(coupon.face.value)}</View>
            <View>{say(coupon.name)}</View>
            <View className="note gap-4 figure">{t('coupons.until', { day: coupon.lastDay })}</View>
          </View>
          <AskLine moment="AFTER_COUPON" most={1} />
          <View className="gap-16">
            <Button label={t('offers.see')} tall onTap={() => go('coupon', { id: coupon.id })} />
            <Button label={t('offers.more')} kind="plain" onTap={onClose} />
          </View>
        </View>
      )}
    </Sheet>
  )
}
