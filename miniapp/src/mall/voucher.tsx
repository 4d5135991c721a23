import { formatYuan, inGroups } from '@huitou/shared/amounts'
import { View } from '@tarojs/components'
import Taro, { usePullDownRefresh, useRouter } from '@tarojs/taro'
import { useEffect, useRef } from 'react'
import { stampOf, timeOf } from '../dates'
import { useShownCode } from '../hooks/use-offline-tokens'
import { useShown } from '../hooks/use-shown'
import { useTexts } from '../language'
import { nudge } from '../notices'
import { spoken } from '../parts/aria'
import { Bone, BoneRows } from '../parts/bone'
import { Button } from '../parts/button'
import { Empty } from '../parts/empty'
import { ErrorNote } from '../parts/error-note'
import { QrCode } from '../parts/qr-code'
import { usePriceText } from '../parts/reward-price'
import { Row } from '../parts/row'
import { Screen } from '../parts/screen'
import { go, goTab } from '../routes'
import { wechat } from '../wechat'
import { Certificate } from './certificate'
import { Ending } from './ending'
import { EventRows } from './event-rows'
import './mall.scss'
import { Paying } from './paying'
import { Shipment } from './shipment'
import { type Redemption, useVoucher } from './use-voucher'

/** One exchange: to be paid, to be shown, or over. */
export default function VoucherPage() {
  const { t } = useTexts()
  const { id = '' } = useRouter().params
  const redemption = useVoucher(id)
  usePullDownRefresh(() => void redemption.reload().then(() => Taro.stopPullDownRefresh()))
  const gone = redemption.error && /^(record|input)\./.test(redemption.error.code)
  return (
    <Screen title={t('voucher.title')} shows={[redemption]}>
      {gone && (
        <Empty
          picture="ticket"
          title={t('voucher.gone')}
          action={{ label: t('reward.toMall'), onTap: () => goTab('mall') }}
        />
      )}
      {!gone && redemption.value && <Voucher redemption={redemption.value} />}
      {!gone && !redemption.value && redemption.error && (
        <ErrorNote
          title={t('voucher.failed')}
          error={redemption.error}
          kept={t('voucher.kept')}
          onRetry={() => void redemption.reload()}
          busy={redemption.busy}
        />
      )}
      {!redemption.value && !redemption.error && <VoucherBones />}
    </Screen>
  )
}

function Voucher({ redemption }: { redemption: Redemption }) {
  const { t, say } = useTexts()
  const price = usePriceText()
  useJustUsed(redemption.state)
  const stamp = useStamp(redemption)
  // What is used, ended or given back has no day left to be used by.
  const open = redemption.state === 'PAYING' || redemption.state === 'READY'
  return (
    <View className="appear">
      <View className="slip">
        <View className={`slip__stamp slip__stamp--${redemption.state.toLowerCase()}`} {...spoken({ role: 'status' })}>
          {stamp}
        </View>
        <View className="slip__name">{say(redemption.name)}</View>
        <View className="slip__quiet">{price(redemption.price)}</View>
        <Code redemption={redemption} />
        <Standing redemption={redemption} />
        {redemption.uses && redemption.voucher && (
          <View className="slip__quiet figure" {...spoken({ role: 'status' })}>
            {t('voucher.uses', redemption.uses)}
          </View>
        )}
        {redemption.lastDay && open && (
          <View className="slip__quiet figure">{t('voucher.until', { day: redemption.lastDay })}</View>
        )}
      </View>
      {redemption.shipment && redemption.state !== 'PAYING' && <Shipment redemption={redemption} />}
      {redemption.donation && <Certificate redemption={redemption} />}
      {redemption.event && <EventRows event={redemption.event} />}
      {redemption.state === 'PAYING' && <Paying redemption={redemption} />}
      {redemption.coupons.length > 0 && redemption.state === 'READY' && (
        <View className="gap-16">
          <Button label={t('voucher.coupons')} icon="ticket" tall onTap={() => go('coupons')} />
        </View>
      )}
      {redemption.cancellable && <Ending redemption={redemption} />}
      {redemption.stores && (
        <View>
          <View className="label">{t('voucher.stores')}</View>
          <View className="card card--flush">
            {redemption.stores.map(({ id, name }) => (
              <Row key={id} icon="store" title={name} onTap={() => go('stores')} />
            ))}
          </View>
        </View>
      )}
      <View className="label">{t('reward.terms')}</View>
      <View className="card card--flush">
        {redemption.terms.map(({ label, text }) => (
          <Row key={label.zh} title={say(label)} note={say(text)} />
        ))}
      </View>
    </View>
  )
}

/** The word of the stamp: how far a parcel is, that something was given away, or what became of a voucher. */
function useStamp({ state, shipment, donation }: Redemption): string {
  const { t } = useTexts()
  if (shipment && state === 'READY') return t(`ship.state.${shipment.state}`)
  return donation ? t('certificate.done') : t(`voucher.state.${state}`)
}

/** The moment the waiter takes it, on the phone that is held over the counter. */
function useJustUsed(state: Redemption['state']): void {
  const before = useRef(state)
  useEffect(() => {
    if (before.current !== state && state === 'USED') nudge()
    before.current = state
  }, [state])
}

/** Black on white whatever the theme, bright while it is shown, in groups for who has to read it aloud. */
function Code({ redemption: { id, voucher } }: { redemption: Redemption }) {
  const { t } = useTexts()
  const qr = useShownCode({ redemption: id }, voucher)
  const shown = useShown()
  const bright = shown && voucher !== null
  useEffect(() => (bright ? wechat.brighten() : undefined), [bright])
  if (!voucher || !qr) return null
  return (
    <View className="slip__code">
      <View className="slip__quiet">{t('voucher.show')}</View>
      <QrCode text={qr} label={t('voucher.spoken')} className="slip__qr" />
      <View className="slip__digits" {...spoken({ label: t('voucher.digits', { code: inGroups(voucher) }) })}>
        {inGroups(voucher)}
      </View>
      <View className="slip__quiet">{t('voucher.early')}</View>
    </View>
  )
}

/** What became of it, in a sentence, wherever there is no code to show. */
function Standing({ redemption }: { redemption: Redemption }) {
  const { t } = useTexts()
  const { state, used, coupons, lastDay, payUntil, refundedFen } = redemption
  const money = refundedFen > 0 ? t('voucher.refunded', { yuan: formatYuan(refundedFen) }) : ''
  const words: Record<Redemption['state'], string> = {
    PAYING: payUntil ? t('voucher.payNote', { time: timeOf(payUntil) }) : t('voucher.paying'),
    READY: coupons.length > 0 ? t('voucher.inWallet') : '',
    USED: used ? t('voucher.usedNote', { time: stampOf(used.at), store: used.store, by: used.by }) : '',
    EXPIRED: t('voucher.expiredNote', { day: lastDay ?? '' }),
    RETURNED: `${t('voucher.returnedNote')}${money}`,
    CANCELLED: money || t('voucher.cancelledNote'),
  }
  return words[state] ? <View className="slip__standing">{words[state]}</View> : null
}

function VoucherBones() {
  return (
    <View>
      <Bone height={420} card />
      <View className="card card--flush gap-16">
        <BoneRows count={3} />
      </View>
    </View>
  )
}
