import { View } from '@tarojs/components'
import { useEffect, useRef, useState } from 'react'
import { useShown } from '../../hooks/use-shown'
import { useProgramme, useWho } from '../../hooks/use-who'
import { useTexts } from '../../language'
import { Bone } from '../../parts/bone'
import { Button } from '../../parts/button'
import { ErrorNote } from '../../parts/error-note'
import { LiveResult } from '../../parts/live-result'
import { Picture } from '../../parts/picture'
import { Screen } from '../../parts/screen'
import { go } from '../../routes'
import { wechat } from '../../wechat'
import './index.scss'
import { CodePanel } from './code-panel'

const SCAN_TOLD_MS = 120_000

export default function CodePage() {
  const { t } = useTexts()
  const who = useWho()
  const member = who.value?.member
  useBrightScreen(Boolean(member))
  const used = useRef<() => void>(() => undefined)
  // The till has read the code: say so at once, and show the next one.
  const [scannedAt, setScannedAt] = useState<string | null>(null)
  useEffect(() => {
    if (!scannedAt) return
    // A till that reads the code and then records nothing is not announced for ever.
    const timer = setTimeout(() => setScannedAt(null), SCAN_TOLD_MS)
    return () => clearTimeout(timer)
  }, [scannedAt])

  return (
    <Screen title={t('tab.code')} className="code">
      {scannedAt && <View className="banner banner--brand">{t('code.scanned', { store: scannedAt })}</View>}
      {member && <CodePanel card={member} used={used} />}
      {!member && who.value && <Invitation />}
      {!who.value && who.error && (
        <ErrorNote title={t('code.failed')} error={who.error} onRetry={() => void who.reload()} busy={who.busy} />
      )}
      {!who.value && !who.error && <CodeBones />}
      <LiveResult
        onEntry={() => {
          setScannedAt(null)
          used.current()
        }}
        onScan={store => {
          setScannedAt(store)
          used.current()
        }}
      />
    </Screen>
  )
}

/** Bright while the code is in front, as it was everywhere else. */
function useBrightScreen(wanted: boolean): void {
  const shown = useShown()
  useEffect(() => (shown && wanted ? wechat.brighten() : undefined), [shown, wanted])
}

function Invitation() {
  const { t, say } = useTexts()
  const programme = useProgramme()
  return (
    <View className="card center code__invite appear">
      <Picture name="bowl" />
      <View className="heading gap-16">{t('code.guestTitle')}</View>
      <View className="note gap-8">{programme.value ? say(programme.value.earnSentence) : t('code.guestNote')}</View>
      <View className="gap-24">
        <Button label={t('home.join')} tall onTap={() => go('join', { next: 'code' })} />
      </View>
    </View>
  )
}

function CodeBones() {
  return (
    <View className="code__paper">
      <Bone height={72} card />
      <View className="gap-16">
        <Bone width={240} height={240} card />
      </View>
      <View className="gap-16">
        <Bone width={160} height={18} />
      </View>
    </View>
  )
}
