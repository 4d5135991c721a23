import { View } from '@tarojs/components'
import { stampOf } from '../../dates'
import { useProgramme } from '../../hooks/use-who'
import { spoken } from '../../parts/aria'
import { Icon } from '../../parts/icon'
import { useTexts } from '../language'
import type { Check } from '../verify-client'

/** Each rule with its mark; a screen reader hears the mark as a word. */
export function CheckMarks({ checks }: { checks: Check['checks'] }) {
  const { t, say } = useTexts()
  return (
    <View className="card card--flush">
      {checks.map(({ rule, ok, text }) => (
        <View
          className="row"
          key={rule}
          {...spoken({ role: 'text', label: `${t(`rule.${rule}`)} ${t(ok ? 'check.ok' : 'check.no')} ${say(text)}` })}
        >
          <Icon name={ok ? 'check' : 'close'} className={`checks__mark ${ok ? 'jade' : 'brand-ink'}`} />
          <View className="checks__rule">{t(`rule.${rule}`)}</View>
          <View className={`grow ${ok ? 'note' : 'strong'}`}>{say(text)}</View>
        </View>
      ))}
    </View>
  )
}

/** Who had it first: when, where and by whom, so that a dispute ends on the spot. */
export function FirstUse({ use }: { use: NonNullable<Check['firstUse']> }) {
  const { t } = useTexts()
  const zone = useProgramme().value?.timeZone
  return (
    <View className="first-use" {...spoken({ role: 'status' })}>
      <View className="strong">{t('verify.first')}</View>
      <View className="figure first-use__at">
        {t('verify.firstAt', { time: stampOf(use.at, zone), store: use.store })}
      </View>
      <View>
        {t('verify.firstBy', { by: use.by })}
        {use.serialNo && ` · ${t('verify.firstSerial', { serial: use.serialNo })}`}
      </View>
    </View>
  )
}
