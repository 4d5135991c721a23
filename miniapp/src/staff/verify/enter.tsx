import { View } from '@tarojs/components'
import { useState } from 'react'
import { spoken } from '../../parts/aria'
import { Button } from '../../parts/button'
import { CodeSheet } from '../../parts/code-sheet'
import { ErrorNote } from '../../parts/error-note'
import { Screen } from '../../parts/screen'
import { go, goInstead } from '../../routes'
import { useTexts } from '../language'
import '../staff.scss'
import { toMember } from '../to-member'
import { useStaffScan } from '../use-scan'
import { DigitPad, Digits } from './digits'
import { isComplete, kindOf, mistakeOf } from './typed-code'
import { useCoolDown } from './use-cool-down'

/** A code that cannot be scanned: typed in groups, a wrong digit told before it is sent. */
export default function EnterPage() {
  const { t } = useTexts()
  const [digits, setDigits] = useState('')
  const scan = useStaffScan({
    onScan: found => toMember(found, goInstead),
    onReceipt: (billNo, kept) => (kept ? goInstead('refund', { billNo }) : go('bill', { billNo })),
  })
  const coolDown = useCoolDown(scan.error)
  const kind = kindOf(digits)
  const wrong = mistakeOf(digits)
  const foreign = digits.length > 0 && kind === null
  const hint = wrong ? 'enter.wrong' : foreign ? 'enter.foreign' : 'enter.hint'
  return (
    <Screen title={t('enter.title')}>
      <View className="card">
        <View className="line line--between note">
          <View>{kind ? t(`enter.kind.${kind}`) : t('enter.title')}</View>
          <View className="figure">{t('enter.count', { count: digits.length })}</View>
        </View>
        <Digits digits={digits} wrong={wrong} />
        <View className={`gap-8 ${wrong || foreign ? 'amber strong' : 'note'}`} {...spoken({ role: 'status' })}>
          {t(hint)}
        </View>
      </View>
      {coolDown > 0 && (
        <View className="banner banner--amber" {...spoken({ role: 'alert' })}>
          <View className="grow">
            <View className="strong figure">{t('enter.coolDown', { seconds: coolDown })}</View>
            <View>{t('enter.coolDownNote')}</View>
          </View>
        </View>
      )}
      {scan.error && scan.error.code !== 'verification.cool_down' && (
        <ErrorNote title={t('enter.failed')} error={scan.error} />
      )}
      <DigitPad digits={digits} off={coolDown > 0} onChange={setDigits} />
      <Button
        label={t('enter.confirm')}
        tall
        disabled={!isComplete(digits) || coolDown > 0}
        busy={scan.busy}
        onTap={() => scan.scanner.take(digits)}
      />
      <Button label={t('enter.scan')} kind="plain" icon="scan" onTap={() => void scan.scanner.start()} />
      <CodeSheet scanner={scan.scanner} title={t('staff.typeTitle')} hint={t('staff.typeHint')} />
    </Screen>
  )
}
