import { formatPoints, formatYuan } from '@huitou/shared/amounts'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { put } from '../cache'
import { type CallError, call } from '../call'
import { dayOf } from '../dates'
import { asCallError } from '../hooks/use-load'
import { useTexts } from '../language'
import { tell } from '../notices'
import { spoken } from '../parts/aria'
import { Button } from '../parts/button'
import { ErrorNote } from '../parts/error-note'
import { wechat } from '../wechat'
import { certificateSize, drawCertificate } from './draw-certificate'
import { type Redemption, voucherKey } from './use-voucher'

const NAMES = ['NICKNAME', 'MASKED', 'ANONYMOUS'] as const

/** What was given and for what, under the name one likes; to be kept as a picture. */
export function Certificate({ redemption: { id, donation, name } }: { redemption: Redemption }) {
  const { t, say } = useTexts()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<CallError | null>(null)
  if (!donation) return null
  const { certificateNo, shown, at, points, givesFen, cause } = donation
  const who = donation.name || t('certificate.nobody')
  const lines = {
    title: t('certificate.title'),
    who,
    line: t('certificate.line', { points: formatPoints(points), yuan: formatYuan(givesFen) }),
    cause: t('cause.to', { cause: say(cause) }),
    what: say(name),
    day: dayOf(at),
    no: t('certificate.no', { no: certificateNo }),
  }
  const show = async (next: (typeof NAMES)[number]) => {
    setBusy(true)
    setError(null)
    await call('PUT /member/redemptions/:id/certificate', { params: { id }, body: { shown: next } })
      .then(got => put(voucherKey(id), got, true))
      .catch(thrown => setError(asCallError(thrown)))
    setBusy(false)
  }
  const save = async () => {
    setBusy(true)
    const saved = await wechat.savePicture(certificateSize, brush => drawCertificate(brush, lines))
    tell(t(saved ? 'certificate.saved' : 'certificate.notSaved'))
    setBusy(false)
  }
  return (
    <View>
      <View className="label">{lines.title}</View>
      <View className="certificate">
        <View className="certificate__who">{who}</View>
        <View className="certificate__line figure">{lines.line}</View>
        <View className="certificate__quiet">{lines.cause}</View>
        <View className="certificate__quiet figure">{`${lines.day} · ${lines.no}`}</View>
      </View>
      <View className="label">{t('certificate.name')}</View>
      <View className="filters">
        {NAMES.map(one => (
          <View
            key={one}
            className={`filter ${one === shown ? 'filter--on' : ''}`}
            onClick={() => (busy ? undefined : void show(one))}
            {...spoken({ role: 'radio', checked: one === shown })}
          >
            {t(`certificate.${one}`)}
          </View>
        ))}
      </View>
      {error && <ErrorNote title={t('ship.failed')} error={error} />}
      <View className="gap-8">
        <Button label={t('certificate.save')} kind="quiet" busy={busy} onTap={() => void save()} />
      </View>
    </View>
  )
}
