import { inGroups } from '@huitou/shared/amounts'
import { View } from '@tarojs/components'
import Taro, { usePullDownRefresh, useRouter } from '@tarojs/taro'
import { useEffect, useRef } from 'react'
import { dayOf, stampOf } from '../dates'
import { useShownCode } from '../hooks/use-offline-tokens'
import { useShown } from '../hooks/use-shown'
import { useProgramme } from '../hooks/use-who'
import { useTexts } from '../language'
import { nudge } from '../notices'
import { spoken } from '../parts/aria'
import { Bone, BoneRows } from '../parts/bone'
import { Button } from '../parts/button'
import { Empty } from '../parts/empty'
import { ErrorNote } from '../parts/error-note'
import { QrCode } from '../parts/qr-code'
import { Screen } from '../parts/screen'
import { go, goInstead } from '../routes'
import { wechat } from '../wechat'
import './coupons.scss'
import { Terms } from './terms'
import { type Detail, useCoupon } from './use-coupon'

export default function CouponPage() {
  const { t } = useTexts()
  const { id = '' } = useRouter().params
  const coupon = useCoupon(id)
  usePullDownRefresh(() => void coupon.reload().then(() => Taro.stopPullDownRefresh()))
  const gone = coupon.error && /^(record|input)\./.test(coupon.error.code)
  return (
    <Screen title={t('coupon.title')} shows={[coupon]}>
      {gone && (
        <Empty
          picture="ticket"
          title={t('coupon.gone')}
          note={t('coupon.goneNote')}
          action={{ label: t('coupon.toWallet'), onTap: () => goInstead('coupons') }}
        />
      )}
      {coupon.value && !gone && <Coupon coupon={coupon.value} />}
      {!coupon.value && coupon.error && !gone && (
        <ErrorNote
          title={t('coupon.failed')}
          error={coupon.error}
          kept={t('coupon.kept')}
          onRetry={() => void coupon.reload()}
          busy={coupon.busy}
        />
      )}
      {!coupon.value && !coupon.error && <CouponBones />}
    </Screen>
  )
}

function Coupon({ coupon }: { coupon: Detail }) {
  const { t, say } = useTexts()
  useJustUsed(coupon.state)
  const mayGive = coupon.giftable && (coupon.state === 'USABLE' || coupon.state === 'NOT_YET')
  return (
    <View className="appear">
      <View className="pass">
        <Stamp state={coupon.state} />
        <View className="pass__value">{say(coupon.face.value)}</View>
        <View className="pass__name">{say(coupon.name)}</View>
        <View className="pass__quiet">{say(coupon.face.condition)}</View>
        <Code coupon={coupon} />
        <Standing coupon={coupon} />
        <View className="pass__quiet figure">{t('coupons.until', { day: coupon.lastDay })}</View>
      </View>
      {mayGive && (
        <View className="gap-16">
          <Button label={t('coupon.give')} icon="send" kind="quiet" onTap={() => go('give', { id: coupon.id })} />
        </View>
      )}
      <Terms coupon={coupon} />
    </View>
  )
}

/** The moment the till takes it, on the phone that is held over the counter. */
function useJustUsed(state: Detail['state']): void {
  const before = useRef(state)
  useEffect(() => {
    if (before.current !== state && state === 'USED') nudge()
    before.current = state
  }, [state])
}

function Stamp({ state }: { state: Detail['state'] }) {
  const { t } = useTexts()
  const tone = state === 'USABLE' ? 'jade' : state === 'LOCKED' || state === 'GIVEN' ? 'amber' : 'quiet'
  return (
    <View className={`stamp stamp--${tone}`} {...spoken({ role: 'status' })}>
      {t(`coupon.state.${state}`)}
    </View>
  )
}

/** Black on white whatever the theme, bright while it is shown, in groups for who has to read it aloud. */
function Code({ coupon }: { coupon: Detail }) {
  const { t } = useTexts()
  const shown = useShown()
  const code = coupon.state === 'USABLE' || coupon.state === 'LOCKED' ? coupon.code : null
  const qr = useShownCode({ coupon: coupon.id }, code)
  const bright = shown && code !== null
  useEffect(() => (bright ? wechat.brighten() : undefined), [bright])
  if (!code || !qr) return null
  return (
    <View className="pass__code">
      <View className="pass__quiet">{t('coupon.show')}</View>
      <QrCode text={qr} label={t('coupon.spoken')} className="pass__qr" />
      <View className="pass__digits" {...spoken({ label: t('coupon.digits', { code: inGroups(code) }) })}>
        {inGroups(code)}
      </View>
    </View>
  )
}

/** What became of it, in a sentence, wherever it is not simply usable. */
function Standing({ coupon }: { coupon: Detail }) {
  const { t } = useTexts()
  const zone = useProgramme().value?.timeZone
  const { state, usedAt, usedStore } = coupon
  if (state === 'USABLE') return null
  if (state === 'GIVEN') {
    return (
      <View className="pass__standing">
        {coupon.givenUntil && t('coupon.givenNote', { time: stampOf(coupon.givenUntil, zone) })}
        <Button label={t('coupon.givenOpen')} kind="plain" onTap={() => go('give', { id: coupon.id })} />
      </View>
    )
  }
  const time = usedAt ? stampOf(usedAt, zone) : ''
  const usedNote = ({ by, ...where }: { time: string; store: string; by: string | null }) =>
    by ? t('coupon.usedByNote', { ...where, by }) : t('coupon.usedNote', where)
  const words = {
    NOT_YET: t('coupon.notYet', { day: dayOf(coupon.validFrom, zone) }),
    LOCKED: t('coupon.locked'),
    USED: usedStore ? usedNote({ time, store: usedStore, by: coupon.usedBy }) : t('coupon.usedSomewhere', { time }),
    EXPIRED: t('coupon.expiredNote', { day: coupon.lastDay }),
    RECALLED: t('coupon.recalledNote'),
  }
  return <View className="pass__standing">{words[state]}</View>
}

function CouponBones() {
  return (
    <View>
      <View className="pass">
        <Bone width={120} height={40} />
        <View className="gap-8">
          <Bone width={160} height={20} />
        </View>
        <View className="gap-16">
          <Bone width={264} height={264} card />
        </View>
        <View className="gap-16">
          <Bone width={180} height={24} />
        </View>
      </View>
      <View className="card card--flush gap-16">
        <BoneRows count={4} />
      </View>
    </View>
  )
}
