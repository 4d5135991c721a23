import type { ReplyOf } from '@huitou/shared/client'
import { View } from '@tarojs/components'
import Taro, { usePullDownRefresh, useReachBottom } from '@tarojs/taro'
import { call } from '../../call'
import { usePages } from '../../hooks/use-pages'
import { useProgramme, useWho } from '../../hooks/use-who'
import { BoneRows } from '../../parts/bone'
import { Empty } from '../../parts/empty'
import { ErrorNote } from '../../parts/error-note'
import { Row } from '../../parts/row'
import { Screen } from '../../parts/screen'
import { go } from '../../routes'
import { useTexts } from '../language'
import '../staff.scss'
import { type Shift, spanOf } from './figures'

const PAGE = 20

/** Closed shifts, the newest first: one's own, and for a manager the store's. */
export default function ShiftsPage() {
  const { t } = useTexts()
  const staffNo = useWho().value?.staff?.staffNo ?? ''
  const list = usePages<ReplyOf<'GET /staff/shifts'>>(
    `shifts:${staffNo}`,
    cursor => call('GET /staff/shifts', { query: { limit: PAGE, ...(cursor ? { cursor } : {}) } }),
    { lasting: true },
  )
  useReachBottom(list.more)
  usePullDownRefresh(() => void list.first.reload().then(() => Taro.stopPullDownRefresh()))
  const shifts = list.pages.flatMap(page => page.items)
  return (
    <Screen title={t('shifts.title')} shows={[list.first]}>
      {(list.first.value || !list.error) && (
        <View className="card card--flush">
          {!list.first.value && <BoneRows count={5} />}
          {list.first.value && shifts.length === 0 && (
            <Empty picture="receipt" title={t('shifts.none')} note={t('shifts.noneNote')} />
          )}
          {shifts.map(shift => (
            <ShiftRow key={shift.id} shift={shift} />
          ))}
        </View>
      )}
      {list.error && (
        <ErrorNote
          title={t('shifts.failed')}
          error={list.error}
          kept={shifts.length > 0 ? t('statement.kept') : ''}
          onRetry={list.retry}
          busy={list.busy}
        />
      )}
    </Screen>
  )
}

function ShiftRow({ shift }: { shift: Shift }) {
  const { t, say } = useTexts()
  const zone = useProgramme().value?.timeZone
  const { mine, differences } = shift.report
  return (
    <Row
      icon="clock"
      title={<View className="figure">{spanOf(shift, { t, say, zone })}</View>}
      note={
        <View>
          <View>{shift.by}</View>
          <View className="figure">{t('shift.soFar', mine)}</View>
          {shift.automatic && <View className="chip">{t('shifts.auto')}</View>}
          {differences.length > 0 && (
            <View className="chip chip--amber">{t('shifts.unlike', { count: differences.length })}</View>
          )}
        </View>
      }
      onTap={() => go('shiftReport', { id: shift.id })}
    />
  )
}
