import { Input, View } from '@tarojs/components'
import { useState } from 'react'
import type { CallError } from '../../call'
import { timeOf } from '../../dates'
import { useProgramme } from '../../hooks/use-who'
import { spoken } from '../../parts/aria'
import { Button } from '../../parts/button'
import { ErrorNote } from '../../parts/error-note'
import { Sheet } from '../../parts/sheet'
import { goInstead } from '../../routes'
import { useStore } from '../../store'
import { useTexts } from '../language'
import { queue } from '../offline/keeper'
import { waitingIn } from '../offline/queue'
import { openBill } from '../till'
import { openOrder } from '../verify-client'
import { type Figure, figuresOf, isEmpty, type Shift } from './figures'
import { Figures } from './report-view'
import { useClosing } from './use-shift'

interface Props {
  shift: Shift
  onClose: () => void
}

/** What the report will hold, and what it would miss, before it is fixed for ever. */
export function CloseSheet({ shift, onClose }: Props) {
  const { t } = useTexts()
  const zone = useProgramme().value?.timeZone
  const [note, setNote] = useState('')
  const { close, busy, error } = useClosing(shift.id)
  const { report } = shift
  const figures: Figure[] = [
    ...figuresOf(report.mine, t),
    { name: 'shift.differences', value: t('shift.many', { count: report.differences.length }) },
    { name: 'shift.enrolments', value: t('shift.people', { count: report.store.enrolments }) },
  ]
  return (
    <Sheet open title={t('shift.sheet')} onClose={onClose}>
      <View className="note">{t('shift.sheetNote', { time: timeOf(shift.openedAt, zone) })}</View>
      <Missing />
      {isEmpty(report) ? <View className="gap-8">{t('shift.empty')}</View> : <Figures figures={figures} />}
      <Input
        className="field gap-8"
        value={note}
        maxlength={200}
        placeholder={t('shift.noteHint')}
        aria-label={t('shift.note')}
        onInput={event => setNote(event.detail.value)}
      />
      {error && <Failed error={error} id={shift.id} />}
      <View className="gap-16">
        <Button label={t('shift.confirm')} tall busy={busy} onTap={() => close(note)} />
      </View>
    </Sheet>
  )
}

/** What is still under way on this phone, and would come too late for the report. */
function Missing() {
  const { t } = useTexts()
  const waiting = waitingIn(useStore(queue)).length
  const bill = useStore(openBill)
  const order = useStore(openOrder)
  const words = [
    waiting > 0 ? t('shift.waiting', { count: waiting }) : '',
    bill || order ? t('shift.unknown') : '',
  ].filter(one => one !== '')
  if (words.length === 0) return null
  return (
    <View className="banner banner--amber gap-8" {...spoken({ role: 'alert' })}>
      <View className="grow">{words.join('\n')}</View>
    </View>
  )
}

function Failed({ error, id }: { error: CallError; id: string }) {
  const { t } = useTexts()
  // The day ended meanwhile, or a manager was quicker: the report is there already.
  const closed = error.code === 'shift.closed'
  return (
    <ErrorNote
      title={t('shift.closeFailed')}
      error={error}
      kept={error.offline ? t('shift.closeAgain') : ''}
      onRetry={closed ? () => goInstead('shiftReport', { id }) : undefined}
      retryLabel={t('shift.closedBefore')}
    />
  )
}
