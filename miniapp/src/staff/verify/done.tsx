import { formatYuan } from '@huitou/shared/amounts'
import { View } from '@tarojs/components'
import { useEffect, useRef } from 'react'
import { stampOf, timeOf } from '../../dates'
import { useProgramme } from '../../hooks/use-who'
import { copy } from '../../notices'
import { spoken } from '../../parts/aria'
import { Button } from '../../parts/button'
import { Empty } from '../../parts/empty'
import { Screen } from '../../parts/screen'
import { go, goBackTo, goInstead } from '../../routes'
import { useStore } from '../../store'
import { wechat } from '../../wechat'
import { scanAgain } from '../continuous'
import { useTexts } from '../language'
import '../staff.scss'
import { useCountdown } from '../use-countdown'
import type { Acceptance, Receipt, Verified } from '../verify-client'
import { FirstUse } from './check-marks'
import { onCounter, verified } from './counter'
import { Signal } from './signal'

const RETURN_SECONDS = 8
const DEAF_MS = 600
const TONES = { DONE: 'done', ACCEPTED: 'accepted', FAILED: 'failed' } as const

/** Green, amber or red over the whole screen, with its sound, and a number large enough to be called out. */
export default function DonePage() {
  const { t } = useTexts()
  const result = useStore(verified)
  const failed = result?.kind === 'FAILED'
  // biome-ignore lint/correctness/useExhaustiveDependencies: one signal for one result
  useEffect(() => {
    if (result) wechat.signal(failed ? 'FAILURE' : 'SUCCESS')
    onCounter.set(null)
  }, [])
  const countdown = useCountdown(RETURN_SECONDS, result !== null && !failed, next)
  if (!result) {
    return (
      <Screen title={t('verified.title')}>
        <Empty
          picture="ticket"
          title={t('done.none')}
          action={{ label: t('bind.toWorkbench'), onTap: () => goInstead('workbench') }}
        />
      </Screen>
    )
  }
  return (
    <Screen title={t('verified.title')}>
      <Signal tone={TONES[result.kind]}>
        {result.kind === 'DONE' && <Done receipt={result.receipt} />}
        {result.kind === 'ACCEPTED' && <Accepted acceptance={result.acceptance} />}
        {result.kind === 'FAILED' && <Failed result={result} />}
        {!failed && <Leave {...countdown} />}
      </Signal>
    </Screen>
  )
}

/** On to the next guest. */
function next(): void {
  scanAgain()
  goBackTo('workbench')
}

function Leave({ left, stayed, stay }: ReturnType<typeof useCountdown>) {
  const { t } = useTexts()
  const openedAt = useRef(wechat.monotonic())
  // The second tap of an impatient thumb lands here: it must not wipe away the number.
  const leave = () => {
    if (wechat.monotonic() - openedAt.current > DEAF_MS) next()
  }
  return (
    <View>
      <Button label={stayed ? t('verified.nextStayed') : t('verified.next', { seconds: left })} tall onTap={leave} />
      {!stayed && <Button label={t('verified.stay')} kind="plain" onTap={stay} />}
    </View>
  )
}

function Done({ receipt }: { receipt: Receipt }) {
  const { t, say } = useTexts()
  const zone = useProgramme().value?.timeZone
  const { quantity, left, uses, discountFen, undoable, undoUntil } = receipt
  return (
    <View className="grow">
      <View className="signal__word">{t('verified.done')}</View>
      <View className="gap-8">{t('verified.serial')}</View>
      <Serial text={receipt.serialNo} />
      <View className="title gap-8">{say(receipt.name)}</View>
      {discountFen !== null && <View className="figure">{t('verified.off', { amount: formatYuan(discountFen) })}</View>}
      {uses > 1 && <View className="figure">{t('verified.times', { count: quantity, left })}</View>}
      <View className="signal__facts">
        <View className="figure">{t('verified.where', { time: stampOf(receipt.at, zone), store: receipt.store })}</View>
        <View>{receipt.by}</View>
        {undoable && undoUntil && (
          <View className="figure">{t('verified.undoUntil', { time: timeOf(undoUntil, zone) })}</View>
        )}
        {!undoable && receipt.undoNeedsManager && <View>{t('verified.undoManager')}</View>}
      </View>
      {undoable && (
        <Button
          label={t('verified.undo')}
          kind="plain"
          onTap={() => goInstead('verification', { id: receipt.id, undo: '1' })}
        />
      )}
    </View>
  )
}

function Serial({ text }: { text: string }) {
  return (
    <View className="signal__serial" onClick={() => copy(text)} {...spoken({ role: 'button', label: text })}>
      {text}
    </View>
  )
}

function Accepted({ acceptance }: { acceptance: Acceptance }) {
  const { t, say } = useTexts()
  const zone = useProgramme().value?.timeZone
  return (
    <View className="grow">
      <View className="signal__word">{t('verified.accepted')}</View>
      <View className="gap-8">{t('verified.offSerial')}</View>
      <Serial text={acceptance.localNo} />
      <View className="title gap-8">{say(acceptance.name)}</View>
      <View>{say(acceptance.valueLine)}</View>
      <View className="signal__facts">
        <View className="figure">{stampOf(acceptance.at, zone)}</View>
        <View>{t('verified.acceptedNote')}</View>
      </View>
    </View>
  )
}

function Failed({ result }: { result: Extract<Verified, { kind: 'FAILED' }> }) {
  const { t, say } = useTexts()
  const { error, firstUse } = result
  return (
    <View className="grow">
      <View className="signal__word">{t(firstUse ? 'verify.used' : 'verified.failed')}</View>
      <View className="title gap-8">{say(result.name)}</View>
      <View className="gap-16">{error.message}</View>
      {firstUse && <FirstUse use={firstUse} />}
      <View className="signal__facts">
        {error.requestId && (
          <View className="signal__copy" onClick={() => copy(error.requestId)} {...spoken({ role: 'button' })}>
            {t('error.number', { number: error.requestId })}
          </View>
        )}
      </View>
      <Button label={t('verified.nextStayed')} tall onTap={next} />
      <Button label={t('staff.verifications')} kind="plain" onTap={() => go('verifications')} />
    </View>
  )
}
