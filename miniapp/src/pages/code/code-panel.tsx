import { formatPoints, inGroups } from '@huitou/shared/amounts'
import { View } from '@tarojs/components'
import { type MutableRefObject, useState } from 'react'
import { stampOf } from '../../dates'
import { type OfflineTokens, useOfflineTokens } from '../../hooks/use-offline-tokens'
import { useTexts } from '../../language'
import { spoken } from '../../parts/aria'
import { Barcode } from '../../parts/barcode'
import { Bone } from '../../parts/bone'
import { ErrorNote } from '../../parts/error-note'
import { Icon, type IconName } from '../../parts/icon'
import type { Card } from '../../parts/member-card'
import { Picture } from '../../parts/picture'
import { QrCode } from '../../parts/qr-code'
import { TierBadge } from '../../parts/tier-badge'
import { CodeStatus } from './code-status'
import { type CodeState, useCodes } from './use-codes'

interface Props {
  card: Card
  /** Is given what to do when the code on show has been used. */
  used: MutableRefObject<() => void>
}

/** The card held over the counter: barcode, QR and number, on white whatever the theme, because scanners want contrast. */
export function CodePanel({ card, used }: Props) {
  const { t } = useTexts()
  const codes = useCodes(card.memberNo)
  const [turned, setTurned] = useState(false)
  const [large, setLarge] = useState(false)
  const [byHand, setByHand] = useState(false)
  const { tokens } = useOfflineTokens()
  used.current = () => void codes.refresh()
  const number = inGroups(card.memberNo)
  const empty = Boolean(codes.error) && !codes.shown
  // Codes have run out and there is no network: the signed one still says who this is.
  const offline = tokens && (byHand || empty) ? tokens : null
  const none = empty && !offline

  return (
    <View>
      <View className={`code__paper ${turned ? 'code__paper--turned' : ''}`}>
        {offline ? <OfflineCode tokens={offline} /> : <Codes state={codes} />}
        <View className="code__number" {...spoken({ label: t('code.numberSpoken', { number }) })}>
          {number}
        </View>
        {!none && !offline && <CodeStatus state={codes} />}
      </View>
      {none && codes.error && (
        <View className="gap-16">
          <ErrorNote
            title={t('code.failed')}
            error={codes.error}
            kept={t('code.failedKept')}
            onRetry={() => void codes.refresh()}
            busy={codes.busy}
          />
        </View>
      )}
      {!none && (
        <View className="code__tools">
          {!offline && <Tool icon="refresh" label={t('code.refresh')} onTap={() => void codes.refresh()} />}
          {!offline && <Tool icon="enlarge" label={t('code.enlarge')} onTap={() => setLarge(true)} />}
          <Tool icon="rotate" label={t('code.turn')} onTap={() => setTurned(!turned)} />
          {tokens && (
            <Tool
              icon={offline ? 'code' : 'offline'}
              label={t(offline ? 'code.online' : 'code.offlineCode')}
              onTap={() => setByHand(!byHand)}
            />
          )}
        </View>
      )}
      <View className="code__balance">
        <TierBadge tier={card.tier} />
        <View className="note grow">{t('home.points')}</View>
        <View className="figure title">{formatPoints(card.balances.available)}</View>
      </View>
      {large && !offline && codes.shown && <Enlarged state={codes} onClose={() => setLarge(false)} />}
    </View>
  )
}

function Codes({ state }: { state: CodeState }) {
  const { t } = useTexts()
  if (!state.shown && state.error) {
    return (
      <View className="code__none">
        <Picture name="broken" />
        <View>{t('code.none')}</View>
      </View>
    )
  }
  if (!state.shown) {
    return (
      <View className="code__codes">
        <View className="code__hint">{t('code.hint')}</View>
        <View className="code__bones">
          <Bone height={72} card />
          <View className="code__qr-bone">
            <Bone width={220} height={220} card />
          </View>
        </View>
      </View>
    )
  }
  const { barcode, qr } = state.shown.code
  return (
    <View className="code__codes">
      <View className="code__hint">{t('code.hint')}</View>
      <Barcode digits={barcode} label={t('code.barcodeSpoken')} className="code__barcode" />
      <QrCode text={qr} label={t('code.spoken')} className="code__qr" />
    </View>
  )
}

/** For a waiter whose phone has no network, or a guest whose codes have run out. */
function OfflineCode({ tokens }: { tokens: OfflineTokens }) {
  const { t } = useTexts()
  return (
    <View className="code__codes">
      <View className="code__hint">{t('code.offlineCode')}</View>
      <QrCode text={tokens.member} label={t('code.spoken')} className="code__qr" />
      <View className="code__hint">{t('code.offlineNote', { time: stampOf(tokens.untilAt) })}</View>
    </View>
  )
}

function Tool({ icon, label, onTap }: { icon: IconName; label: string; onTap: () => void }) {
  return (
    <View className="code__tool" hoverClass="pressed" onClick={onTap} {...spoken({ role: 'button', label })}>
      <Icon name={icon} />
      <View>{label}</View>
    </View>
  )
}

/** As large as the screen allows, for a scanner that will not read. */
function Enlarged({ state, onClose }: { state: CodeState; onClose: () => void }) {
  const { t } = useTexts()
  if (!state.shown) return null
  const { barcode, qr } = state.shown.code
  return (
    <View className="code__large" onClick={onClose} {...spoken({ role: 'button', label: t('close') })}>
      <QrCode text={qr} label={t('code.spoken')} className="code__qr--large" />
      <Barcode digits={barcode} label={t('code.barcodeSpoken')} className="code__barcode--large" />
      <View className="code__digits">{inGroups(barcode)}</View>
      <View className="code__hint">{t('code.tapToClose')}</View>
    </View>
  )
}
