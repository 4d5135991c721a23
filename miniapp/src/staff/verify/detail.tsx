import { formatYuan } from '@huitou/shared/amounts'
import { View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { call } from '../../call'
import { stampOf, timeOf } from '../../dates'
import { useLoad } from '../../hooks/use-load'
import { useProgramme } from '../../hooks/use-who'
import { spoken } from '../../parts/aria'
import { BoneRows } from '../../parts/bone'
import { Button } from '../../parts/button'
import { Empty } from '../../parts/empty'
import { ErrorNote } from '../../parts/error-note'
import { Row } from '../../parts/row'
import { Screen } from '../../parts/screen'
import { goBackTo, goInstead } from '../../routes'
import { useTexts } from '../language'
import { Reasons } from '../reasons'
import '../staff.scss'
import type { Receipt } from '../verify-client'
import { receiptKey, useUndo } from './use-undo'

const REASONS = ['reason.wrongItem', 'reason.notServed', 'reason.changedMind'] as const

/** One verification with all that was decided about it, and the way to take it back. */
export default function VerificationPage() {
  const { t } = useTexts()
  const { id = '', undo } = useRouter().params
  const receipt = useLoad(id && receiptKey(id), () => call('GET /staff/verifications/:id', { params: { id } }), {
    freshMs: 0,
  })
  const gone = receipt.error && /^(record|input)\./.test(receipt.error.code)
  return (
    <Screen title={t('verification.title')} shows={[receipt]}>
      {gone && (
        <Empty
          picture="ticket"
          title={t('verifications.none')}
          action={{ label: t('staff.verifications'), onTap: () => goInstead('verifications') }}
        />
      )}
      {!gone && receipt.value && <Facts receipt={receipt.value} />}
      {!gone && receipt.value && <Undo receipt={receipt.value} open={undo === '1'} />}
      {!gone && !receipt.value && receipt.error && (
        <ErrorNote
          title={t('verification.failed')}
          error={receipt.error}
          onRetry={() => void receipt.reload()}
          busy={receipt.busy}
        />
      )}
      {!receipt.value && !receipt.error && (
        <View className="card card--flush">
          <BoneRows count={5} />
        </View>
      )}
    </Screen>
  )
}

function Facts({ receipt }: { receipt: Receipt }) {
  const { t, say } = useTexts()
  const zone = useProgramme().value?.timeZone
  const { discountFen, quantity, left, uses, billFen, billNo, note, state } = receipt
  const bill = [billNo, billFen === null ? null : formatYuan(billFen)].filter(part => part !== null).join(' · ')
  return (
    <View>
      <View className="card">
        <View className="line line--between">
          <View className="figure heading">{receipt.serialNo}</View>
          <View className={`chip ${state === 'VERIFIED' ? 'chip--jade' : ''}`} {...spoken({ role: 'status' })}>
            {t(`verification.state.${state}`)}
          </View>
        </View>
        <View className="title gap-8">{say(receipt.name)}</View>
        {discountFen !== null && (
          <View className="figure">{t('verified.off', { amount: formatYuan(discountFen) })}</View>
        )}
        {uses > 1 && <View className="figure">{t('verified.times', { count: quantity, left })}</View>}
        <View className="note figure gap-4">
          {t('verified.where', { time: stampOf(receipt.at, zone), store: receipt.store })}
        </View>
        {receipt.offline && <View className="chip chip--amber">{t('verifications.offline')}</View>}
      </View>
      <View className="card card--flush">
        <Row title={t('verification.owner')} value={receipt.owner.nickname || t('member')} />
        <Row title={t('verification.by')} value={receipt.by} />
        {bill !== '' && <Row title={t('verification.bill')} value={<View className="figure">{bill}</View>} />}
        <Row title={t('verification.worth')} value={<View className="figure">{formatYuan(receipt.worthFen)}</View>} />
        {note !== '' && <Row title={t('verification.note')} value={note} />}
      </View>
      {receipt.void && (
        <View className="card" {...spoken({ role: 'status' })}>
          <View className="strong figure">
            {t('verification.undone', { time: stampOf(receipt.void.at, zone), by: receipt.void.by })}
          </View>
          <View>{t('verification.reason', { reason: receipt.void.reason })}</View>
          <View className={receipt.void.back === 'EXPIRED' ? 'amber' : 'jade'}>
            {t(`verification.back.${receipt.void.back}`)}
          </View>
          <View className="gap-16">
            <Button label={t('bind.toWorkbench')} kind="quiet" onTap={() => goBackTo('workbench')} />
          </View>
        </View>
      )}
    </View>
  )
}

function Undo({ receipt, open }: { receipt: Receipt; open: boolean }) {
  const { t } = useTexts()
  const zone = useProgramme().value?.timeZone
  const [opened, setOpened] = useState(open)
  const [reason, setReason] = useState<string | null>(null)
  const undo = useUndo(receipt.id)
  if (receipt.state === 'VOIDED') return null
  if (!receipt.undoable) return <View className="note center">{t('verification.undoManager')}</View>
  if (!opened) return <Button label={t('verification.undo')} kind="quiet" icon="undo" onTap={() => setOpened(true)} />
  return (
    <View>
      <Reasons reasons={REASONS} onReason={setReason} />
      <View className="note gap-8">{t('verification.undoNote')}</View>
      {undo.error && (
        <ErrorNote
          title={t('verification.undoFailed')}
          error={undo.error}
          kept={undo.error.offline ? t('verification.undoAgain') : ''}
        />
      )}
      <View className="gap-16">
        <Button
          label={t('verification.undoConfirm')}
          tall
          disabled={reason === null || reason.length < 2}
          busy={undo.busy}
          onTap={() => reason && void undo.send(reason)}
        />
      </View>
      {receipt.undoUntil && (
        <View className="note center figure gap-8">
          {t('verified.undoUntil', { time: timeOf(receipt.undoUntil, zone) })}
        </View>
      )}
    </View>
  )
}
