import { View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { call } from '../../call'
import { useLoad } from '../../hooks/use-load'
import { useProgramme } from '../../hooks/use-who'
import { copy } from '../../notices'
import { spoken } from '../../parts/aria'
import { BoneRows } from '../../parts/bone'
import { Button } from '../../parts/button'
import { Empty } from '../../parts/empty'
import { ErrorNote } from '../../parts/error-note'
import { Screen } from '../../parts/screen'
import { go, goBackTo } from '../../routes'
import { useTexts } from '../language'
import '../staff.scss'
import { isEmpty, reportText, type Shift, spanOf } from './figures'
import { ReportView } from './report-view'
import { reportKey, useOver } from './use-shift'

const NEVER_STALE_MS = Number.MAX_SAFE_INTEGER

/** The report of a closed shift. It never changes, so what the phone once read is read no second time. */
export default function ShiftReportPage() {
  const { t } = useTexts()
  const { id = '' } = useRouter().params
  const shift = useLoad(reportKey(id), () => call('GET /staff/shifts/:id', { params: { id } }), {
    lasting: true,
    freshMs: NEVER_STALE_MS,
  })
  const gone = shift.error && /^(record|input)\./.test(shift.error.code)
  return (
    <Screen title={t('shift.report')} shows={[shift]}>
      {gone && (
        <View className="card">
          <Empty
            picture="receipt"
            title={t('shift.gone')}
            action={{ label: t('shift.past'), onTap: () => go('shifts') }}
          />
        </View>
      )}
      {!gone && shift.value && <Closed shift={shift.value} />}
      {!gone && !shift.value && shift.error && (
        <ErrorNote
          title={t('shift.reportFailed')}
          error={shift.error}
          kept={t('shift.reportKept')}
          onRetry={() => void shift.reload()}
          busy={shift.busy}
        />
      )}
      {!shift.value && !shift.error && (
        <View className="card card--flush">
          <BoneRows count={6} />
        </View>
      )}
    </Screen>
  )
}

function Closed({ shift }: { shift: Shift }) {
  const { t, say } = useTexts()
  const zone = useProgramme().value?.timeZone
  useOver(shift)
  return (
    <View>
      <View className="card">
        <View className="title figure">{spanOf(shift, { t, say, zone })}</View>
        <View className="note">{`${shift.by} · ${shift.store}`}</View>
        <View className="chip chip--jade" {...spoken({ role: 'status' })}>
          {t('shift.fixed')}
        </View>
        {shift.automatic && <View className="chip chip--amber">{t('shift.automatic')}</View>}
        {shift.note !== '' && <View className="gap-8">{t('shift.noteOf', { note: shift.note })}</View>}
        {isEmpty(shift.report) && <View className="gap-8 quiet">{t('shift.nothing')}</View>}
      </View>
      <ReportView report={shift.report} />
      <Button
        label={t('shift.copy')}
        kind="quiet"
        icon="copy"
        onTap={() => copy(reportText(shift, { t, say, zone }))}
      />
      <Button label={t('bind.toWorkbench')} kind="plain" onTap={() => goBackTo('workbench')} />
    </View>
  )
}
