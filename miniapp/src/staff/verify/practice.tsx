import { View } from '@tarojs/components'
import { useState } from 'react'
import { timeOf } from '../../dates'
import { spoken } from '../../parts/aria'
import { Button } from '../../parts/button'
import { Icon } from '../../parts/icon'
import { Screen } from '../../parts/screen'
import { goBackTo } from '../../routes'
import { serverNow } from '../../server-clock'
import { wechat } from '../../wechat'
import type { TextKey } from '../language'
import { useTexts } from '../language'
import { Reasons } from '../reasons'
import '../staff.scss'
import type { Check } from '../verify-client'
import { CheckMarks, FirstUse } from './check-marks'
import { ItemCard } from './item-card'
import { placeOf, STEPS, type Step, stepAfter } from './practice-steps'
import { Signal } from './signal'

const SERIAL = '0000'
const HINTS: Partial<Record<Step, TextKey>> = {
  SCAN: 'practice.scan',
  CONFIRM: 'practice.confirm',
  DONE: 'practice.result',
  USED: 'practice.again',
  UNDO: 'practice.reason',
}

/** A verification that is none: the same screens with a made-up voucher. Nothing here calls the server. */
export default function PracticePage() {
  const { t } = useTexts()
  const [step, setStep] = useState<Step>('INTRO')
  const [at, setAt] = useState('')
  const on = () => {
    if (step === 'CONFIRM') {
      setAt(new Date(serverNow()).toISOString())
      wechat.signal('SUCCESS')
    }
    setStep(stepAfter(step))
  }
  const place = placeOf(step)
  const hint = HINTS[step]
  return (
    <Screen title={t('practice.title')} className="practice">
      {place !== null && hint && (
        <View className="banner banner--brand" {...spoken({ role: 'status' })}>
          <View className="grow">
            <View className="strong figure">{t('practice.step', { step: place, steps: STEPS.length })}</View>
            <View>{t(hint)}</View>
          </View>
        </View>
      )}
      {step === 'INTRO' && <Words title="practice.title" note="practice.intro" button="practice.start" onTap={on} />}
      {step === 'SCAN' && <ScanKey onTap={on} />}
      {step === 'CONFIRM' && <Confirm onTap={on} />}
      {step === 'DONE' && <Result at={at} onTap={on} />}
      {step === 'USED' && <Used at={at} onTap={on} />}
      {step === 'UNDO' && <Undo onTap={on} />}
      {step === 'END' && (
        <View>
          <Words title="practice.done" note="practice.doneNote" button="practice.restart" onTap={on} />
          <Button label={t('bind.toWorkbench')} kind="plain" onTap={() => goBackTo('workbench')} />
        </View>
      )}
      <Watermark />
    </Screen>
  )
}

interface TapProps {
  onTap: () => void
}

function Words({ title, note, button, onTap }: TapProps & { title: TextKey; note: TextKey; button: TextKey }) {
  const { t } = useTexts()
  return (
    <View className="card">
      <View className="heading">{t(title)}</View>
      <View className="gap-8">{t(note)}</View>
      <View className="gap-24">
        <Button label={t(button)} tall onTap={onTap} />
      </View>
    </View>
  )
}

function ScanKey({ onTap }: TapProps) {
  const { t } = useTexts()
  return (
    <View
      className="staff__scan"
      hoverClass="pressed"
      onClick={onTap}
      {...spoken({ role: 'button', label: t('staff.scan') })}
    >
      <Icon name="scan" />
      <View className="staff__scan-word">{t('staff.scan')}</View>
    </View>
  )
}

/** A voucher nobody has. */
function useTrial(): Check {
  const { t } = useTexts()
  const both = (key: TextKey) => ({ zh: t(key), en: t(key) })
  return {
    kind: 'VOUCHER',
    id: '1',
    name: both('practice.item'),
    valueLine: both('practice.value'),
    condition: { zh: '', en: '' },
    image: null,
    owner: { memberNo: '', nickname: t('practice.owner'), phoneMasked: '138****0000' },
    left: 1,
    uses: 1,
    checks: [
      { rule: 'STATE', ok: true, text: both('practice.state') },
      { rule: 'STORE', ok: true, text: both('practice.okStore') },
      { rule: 'TIME', ok: true, text: both('practice.okTime') },
      { rule: 'VALIDITY', ok: true, text: both('practice.okValidity') },
    ],
    firstUse: null,
    canVerify: true,
    advice: null,
    needsBill: false,
    discountFen: null,
    worthFen: 5800,
    expiresAt: '2099-12-31T16:00:00.000Z',
  }
}

function Confirm({ onTap }: TapProps) {
  const { t } = useTexts()
  const trial = useTrial()
  return (
    <View>
      <ItemCard check={trial} />
      <CheckMarks checks={trial.checks} />
      <View className="gap-16">
        <Button label={t('verify.confirm')} tall onTap={onTap} />
      </View>
    </View>
  )
}

function Result({ at, onTap }: TapProps & { at: string }) {
  const { t, say } = useTexts()
  const trial = useTrial()
  return (
    <View className="practice__stage">
      <Signal tone="done">
        <View className="signal__word">{t('verified.done')}</View>
        <View className="gap-8">{t('verified.serial')}</View>
        <View className="signal__serial">{SERIAL}</View>
        <View className="title gap-8">{say(trial.name)}</View>
        <View className="signal__facts figure">
          {t('verified.where', { time: timeOf(at), store: t('practice.store') })}
        </View>
        <Button label={t('practice.scanUsed')} tall onTap={onTap} />
      </Signal>
    </View>
  )
}

function Used({ at, onTap }: TapProps & { at: string }) {
  const { t } = useTexts()
  return (
    <View>
      <View className="cannot">
        <View className="line">
          <Icon name="close" className="row__icon" />
          <View className="title">{t('verify.used')}</View>
        </View>
        <FirstUse use={{ at, store: t('practice.store'), by: t('practice.by'), serialNo: SERIAL }} />
      </View>
      <View className="gap-16">
        <Button label={t('verified.undo')} tall onTap={onTap} />
      </View>
    </View>
  )
}

function Undo({ onTap }: TapProps) {
  const { t } = useTexts()
  const [reason, setReason] = useState<string | null>(null)
  return (
    <View>
      <Reasons reasons={['reason.wrongItem', 'reason.notServed', 'reason.changedMind']} onReason={setReason} />
      <View className="gap-16">
        <Button label={t('verification.undoConfirm')} tall disabled={reason === null} onTap={onTap} />
      </View>
    </View>
  )
}

/** Over everything, through which fingers reach: nobody takes this for the real thing. */
function Watermark() {
  const { t } = useTexts()
  return (
    <View className="watermark" aria-hidden>
      {['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(name => (
        <View className="watermark__word" key={name}>
          {t('practice.mark')}
        </View>
      ))}
    </View>
  )
}
