import type { ReplyOf } from '@huitou/shared/client'
import { View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { useRef, useState } from 'react'
import { type CallError, call } from '../call'
import { stampOf } from '../dates'
import { asCallError, useLoad } from '../hooks/use-load'
import { useProgramme, useWho } from '../hooks/use-who'
import { useTexts } from '../language'
import { nudge } from '../notices'
import { AskLine } from '../parts/ask-line'
import { Button } from '../parts/button'
import { Empty } from '../parts/empty'
import { ErrorNote } from '../parts/error-note'
import { Screen } from '../parts/screen'
import { go, goTab } from '../routes'
import { TicketBones } from './bones'
import './coupons.scss'
import { Ticket } from './ticket'

type Offered = ReplyOf<'GET /member/coupon-gifts/:token'>

/** What a friend's card opens: who gives, what it is, and one tap to have it. Seen before joining, kept through it. */
export default function GiftPage() {
  const { t } = useTexts()
  const { token = '' } = useRouter().params
  const offered = useLoad(token && `gift:${token}`, () =>
    call('GET /member/coupon-gifts/:token', { params: { token } }),
  )
  const unknown = !token || (offered.error !== null && /^(record|input)\./.test(offered.error.code))
  return (
    <Screen title={t('gift.title')} shows={[offered]}>
      {unknown && (
        <Empty
          picture="ticket"
          title={t('gift.unknown')}
          note={t('gift.endedNote')}
          action={{ label: t('gift.home'), onTap: () => goTab('home') }}
        />
      )}
      {offered.value && !unknown && <OfferedCard offered={offered.value} token={token} reload={offered.reload} />}
      {!offered.value && !offered.error && !unknown && <TicketBones count={1} />}
      {!offered.value && offered.error && !unknown && (
        <ErrorNote
          error={offered.error}
          kept={t('gift.failedKept')}
          onRetry={() => void offered.reload()}
          busy={offered.busy}
        />
      )}
    </Screen>
  )
}

interface Props {
  offered: Offered
  token: string
  reload: () => Promise<void>
}

function OfferedCard({ offered, token, reload }: Props) {
  const { t, say } = useTexts()
  const over = offered.state !== 'OPEN' && offered.mine !== 'ACCEPTOR'
  return (
    <View className="appear">
      <View className="heading center gift__from">{t('gift.from', { name: offered.from })}</View>
      <Ticket face={offered.face} name={offered.name} dull={over}>
        <View className="note gap-4">{say(offered.sentence)}</View>
      </Ticket>
      {offered.mine === 'ACCEPTOR' && offered.couponId && <Mine couponId={offered.couponId} />}
      {offered.state === 'OPEN' && offered.mine === 'GIVER' && (
        <View className="banner banner--brand">{t('gift.mine')}</View>
      )}
      {offered.state === 'OPEN' && offered.mine === null && <Accept offered={offered} token={token} reload={reload} />}
      {over && (
        <Empty
          picture="bowl"
          title={t(offered.state === 'ACCEPTED' ? 'gift.taken' : 'gift.ended')}
          note={t('gift.endedNote')}
          action={{ label: t('gift.home'), onTap: () => goTab('home') }}
        />
      )}
    </View>
  )
}

function Accept({ offered, token, reload }: Props) {
  const { t } = useTexts()
  const who = useWho()
  const zone = useProgramme().value?.timeZone
  const [state, setState] = useState<{ busy: boolean; error: CallError | null }>({ busy: false, error: null })
  const running = useRef(false)
  // The first one has it, and is told so again: a repeat takes nothing twice.
  const accept = async () => {
    if (running.current) return
    running.current = true
    setState({ busy: true, error: null })
    let error: CallError | null = null
    try {
      await call('POST /member/coupon-gifts/:token/acceptances', { params: { token } })
      nudge()
    } catch (failure) {
      error = asCallError(failure)
    }
    await reload()
    setState({ busy: false, error })
    running.current = false
  }
  return (
    <View>
      {who.value?.member ? (
        <Button label={t('gift.accept')} icon="gift" tall busy={state.busy} onTap={() => void accept()} />
      ) : (
        <Button
          label={t('gift.join')}
          icon="gift"
          tall
          disabled={!who.value}
          onTap={() => go('join', { next: 'gift' })}
        />
      )}
      <View className="note center gap-8 figure">{t('gift.until', { time: stampOf(offered.until, zone) })}</View>
      {state.error && (
        <View className="gap-16">
          <ErrorNote
            title={t('gift.failed')}
            error={state.error}
            kept={state.error.offline ? t('gift.failedKept') : ''}
            onRetry={() => void accept()}
            busy={state.busy}
          />
        </View>
      )}
    </View>
  )
}

function Mine({ couponId }: { couponId: string }) {
  const { t } = useTexts()
  return (
    <View>
      <View className="banner banner--jade">{t('gift.accepted')}</View>
      <AskLine moment="AFTER_COUPON" most={1} />
      <Button label={t('gift.see')} tall onTap={() => go('coupon', { id: couponId })} />
    </View>
  )
}
