import { View } from '@tarojs/components'
import { timeOf } from '../../dates'
import { useProgramme } from '../../hooks/use-who'
import { Button } from '../../parts/button'
import { ErrorNote } from '../../parts/error-note'
import { Row } from '../../parts/row'
import { go } from '../../routes'
import { useTexts } from '../language'
import { useBegin, useCurrentShift } from './use-shift'

/** The shift on the workbench: begun with a tap, or how it goes. What cannot be read leaves the way to it standing. */
export function ShiftCard() {
  const { t } = useTexts()
  const zone = useProgramme().value?.timeZone
  const current = useCurrentShift()
  const shift = current.value?.shift
  if (!shift) {
    return (
      <View className="card card--flush">
        <Row
          icon="clock"
          title={t(current.value ? 'shift.none' : 'shift.title')}
          note={current.value ? t('shift.noneNote') : ''}
          onTap={() => go('shift')}
        />
        {current.value && <Begin />}
      </View>
    )
  }
  const { bills, verifications } = shift.report.mine
  return (
    <View className="card card--flush">
      <Row
        icon="clock"
        title={t('shift.running', { time: timeOf(shift.openedAt, zone) })}
        note={<View className="figure">{t('shift.soFar', { bills, verifications })}</View>}
        value={t('shift.handOver')}
        onTap={() => go('shift')}
      />
    </View>
  )
}

/** The button that begins a shift. */
export function Begin() {
  const { t } = useTexts()
  const { begin, busy, error } = useBegin()
  return (
    <View className="shift__begin">
      {error && (
        <ErrorNote title={t('shift.beginFailed')} error={error} kept={error.offline ? t('shift.beginAgain') : ''} />
      )}
      <Button label={t('shift.begin')} kind="quiet" icon="clock" busy={busy} onTap={begin} />
    </View>
  )
}
