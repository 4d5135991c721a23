import { View } from '@tarojs/components'
import Taro, { usePullDownRefresh } from '@tarojs/taro'
import { useState } from 'react'
import { stampOf, timeOf } from '../../dates'
import { useProgramme } from '../../hooks/use-who'
import { BoneRows } from '../../parts/bone'
import { Button } from '../../parts/button'
import { Empty } from '../../parts/empty'
import { ErrorNote } from '../../parts/error-note'
import { Screen } from '../../parts/screen'
import { go } from '../../routes'
import { useTexts } from '../language'
import '../staff.scss'
import { Begin } from './card'
import { CloseSheet } from './close-sheet'
import type { Shift } from './figures'
import { ReportView } from './report-view'
import { useCurrentShift } from './use-shift'

/** The shift that runs, what it has come to, and the way to hand over. */
export default function ShiftPage() {
  const { t } = useTexts()
  const current = useCurrentShift()
  usePullDownRefresh(() => void current.reload().then(() => Taro.stopPullDownRefresh()))
  const shift = current.value?.shift
  return (
    <Screen title={t('shift.title')} shows={[current]}>
      {shift && <Running key={shift.id} shift={shift} onOpen={current.reload} />}
      {current.value && !shift && (
        <View className="card">
          <Empty picture="receipt" title={t('shift.none')} note={t('shift.noneNote')} />
          <Begin />
        </View>
      )}
      {current.error && (
        <ErrorNote
          title={t('shift.failed')}
          error={current.error}
          kept={t('shift.kept')}
          onRetry={() => void current.reload()}
          busy={current.busy}
        />
      )}
      {!current.value && !current.error && (
        <View className="card card--flush">
          <BoneRows count={5} />
        </View>
      )}
      <Button label={t('shift.past')} kind="plain" onTap={() => go('shifts')} />
    </Screen>
  )
}

function Running({ shift, onOpen }: { shift: Shift; onOpen: () => Promise<void> }) {
  const { t } = useTexts()
  const zone = useProgramme().value?.timeZone
  const [closing, setClosing] = useState(false)
  const open = () => {
    setClosing(true)
    // What the sheet shows is what would be written now, not when the page was opened.
    void onOpen()
  }
  return (
    <View>
      <View className="card">
        <View className="title figure">{t('shift.running', { time: stampOf(shift.openedAt, zone) })}</View>
        <View className="note">{`${shift.by} · ${shift.store}`}</View>
        <View className="note gap-4">{t('shift.ends', { time: timeOf(shift.endsAt, zone) })}</View>
        <View className="gap-16">
          <Button label={t('shift.handOver')} tall onTap={open} />
        </View>
      </View>
      <ReportView report={shift.report} />
      {closing && <CloseSheet shift={shift} onClose={() => setClosing(false)} />}
    </View>
  )
}
