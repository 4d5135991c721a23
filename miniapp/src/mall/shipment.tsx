import { Input, View } from '@tarojs/components'
import { useState } from 'react'
import { put } from '../cache'
import { type CallError, call } from '../call'
import { stampOf } from '../dates'
import { asCallError } from '../hooks/use-load'
import { useTexts } from '../language'
import { copy, tell } from '../notices'
import { spoken } from '../parts/aria'
import { Button } from '../parts/button'
import { ErrorNote } from '../parts/error-note'
import { Row } from '../parts/row'
import { wechat } from '../wechat'
import type { PostalAddress } from '../wechat.types'
import { type Redemption, voucherKey } from './use-voucher'

const EMPTY: PostalAddress = { name: '', phone: '', province: '', city: '', district: '', detail: '' }
const FIELDS = ['name', 'phone', 'province', 'city', 'district', 'detail'] as const

/** Where goods go and how far they are: the address until they are sent, then the parcel, then nothing but the fact. */
export function Shipment({ redemption }: { redemption: Redemption }) {
  const { t } = useTexts()
  const { id, shipment } = redemption
  const sending = useSending(id)
  const [typing, setTyping] = useState(false)
  if (!shipment) return null
  const { state, address, changeable, erasedAt } = shipment
  const choose = async () => {
    const chosen = await wechat.chooseAddress()
    if (chosen === 'UNAVAILABLE') setTyping(true)
    else if (chosen !== 'CANCELLED') await sending.save(chosen.address)
  }
  return (
    <View>
      <View className="label">{t('ship.title')}</View>
      <View className="card card--flush" {...spoken({ role: 'status' })}>
        <Row icon="send" title={t(`ship.state.${state}`)} note={noteOf(state, t)} />
        {address && (
          <Row icon="pin" title={`${address.name} ${address.phone}`} note={`${address.place} ${address.detail}`} />
        )}
        {erasedAt && <Row icon="shield" title={t('ship.erased')} />}
        <Parcel shipment={shipment} />
      </View>
      {sending.error && <ErrorNote title={t('ship.failed')} error={sending.error} kept={t('ship.kept')} />}
      {changeable && typing && (
        <AddressForm
          busy={sending.busy}
          onSave={async given => {
            if (await sending.save(given)) setTyping(false)
          }}
        />
      )}
      {changeable && !typing && (
        <View className="gap-8">
          {wechat.sharesBy === 'CARD' && (
            <Button label={t('ship.choose')} tall busy={sending.busy} onTap={() => void choose()} />
          )}
          <Button
            label={t(address ? 'ship.change' : 'ship.type')}
            kind={wechat.sharesBy === 'CARD' ? 'plain' : 'quiet'}
            onTap={() => setTyping(true)}
          />
        </View>
      )}
      {state === 'SENT' && (
        <View className="gap-8">
          <Button label={t('ship.received')} kind="quiet" busy={sending.busy} onTap={() => void sending.receive()} />
        </View>
      )}
      {changeable && <View className="note gap-8">{t('ship.privacy')}</View>}
    </View>
  )
}

/** Who carries it and under which number. */
function Parcel({ shipment }: { shipment: NonNullable<Redemption['shipment']> }) {
  const { t } = useTexts()
  const { carrier, trackingNo, dispatchedAt, receivedAt } = shipment
  if (!trackingNo) return null
  const note = receivedAt
    ? t('ship.receivedAt', { time: stampOf(receivedAt) })
    : dispatchedAt
      ? t('ship.sentAt', { time: stampOf(dispatchedAt) })
      : ''
  return (
    <Row
      icon="receipt"
      title={t('ship.parcel', { carrier: carrier ?? '', no: trackingNo })}
      note={note}
      value={t('ship.copy')}
      onTap={() => copy(trackingNo)}
    />
  )
}

function noteOf(state: NonNullable<Redemption['shipment']>['state'], t: ReturnType<typeof useTexts>['t']): string {
  if (state === 'NO_ADDRESS') return t('ship.ask')
  return state === 'WAITING' ? t('ship.waiting') : ''
}

function useSending(id: string) {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<CallError | null>(null)
  const run = async (work: () => Promise<Redemption>) => {
    setBusy(true)
    setError(null)
    try {
      put(voucherKey(id), await work(), true)
      return true
    } catch (thrown) {
      setError(asCallError(thrown))
      return false
    } finally {
      setBusy(false)
    }
  }
  const params = { id }
  return {
    busy,
    error,
    save: (body: PostalAddress) => run(() => call('PUT /member/redemptions/:id/address', { params, body })),
    receive: () => run(() => call('POST /member/redemptions/:id/receipts', { params })),
  }
}

/** Typed by hand, where WeChat's own list is not there or not wanted. */
function AddressForm({ busy, onSave }: { busy: boolean; onSave: (address: PostalAddress) => Promise<void> }) {
  const { t } = useTexts()
  const [address, setAddress] = useState(EMPTY)
  const missing = FIELDS.filter(field => field !== 'district' && address[field].trim() === '')
  const save = () => {
    const [first] = missing
    if (first) tell(t(`ship.${first}`))
    else void onSave(address)
  }
  return (
    <View className="gap-8">
      {FIELDS.map(field => (
        <View key={field}>
          <View className="label">{t(`ship.${field}`)}</View>
          <Input
            className="field"
            value={address[field]}
            type={field === 'phone' ? 'number' : 'text'}
            maxlength={field === 'detail' ? 100 : 20}
            aria-label={t(`ship.${field}`)}
            onInput={event => setAddress({ ...address, [field]: event.detail.value })}
          />
        </View>
      ))}
      <View className="gap-16">
        <Button label={t('ship.save')} tall busy={busy} disabled={missing.length > 0} onTap={save} />
      </View>
    </View>
  )
}
