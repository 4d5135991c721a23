import type { ReplyOf } from '@huitou/shared/client'
import { Switch, View } from '@tarojs/components'
import { useState } from 'react'
import { put } from '../cache'
import { type CallError, call } from '../call'
import { stampOf } from '../dates'
import { asCallError, useLoad } from '../hooks/use-load'
import { useProgramme, useWho } from '../hooks/use-who'
import { useTexts } from '../language'
import { BoneRows } from '../parts/bone'
import { ErrorNote } from '../parts/error-note'
import { Row } from '../parts/row'
import { Screen } from '../parts/screen'
import { Sheet } from '../parts/sheet'
import { go } from '../routes'

type Consent = ReplyOf<'GET /member/consents'>['items'][number]
type ConsentText = ReplyOf<'GET /programme'>['consents'][number]
const HELD = ['phone', 'wechat', 'birthday', 'records', 'visits'] as const

export default function PrivacyPage() {
  const { t } = useTexts()
  const member = useWho().value?.member ?? null
  const programme = useProgramme()
  const [open, setOpen] = useState<ConsentText | null>(null)
  return (
    <Screen title={t('me.privacy')} shows={[programme]}>
      {member && <Consents memberNo={member.memberNo} texts={programme.value?.consents ?? []} />}
      <View className="label">{t('privacy.texts')}</View>
      <Documents programme={programme} onOpen={setOpen} />
      <View className="label">{t('privacy.held')}</View>
      <View className="card card--flush">
        {HELD.map(kind => (
          <Row key={kind} title={t(`held.${kind}`)} note={t(`held.${kind}.why`)} />
        ))}
      </View>
      <View className="label">{t('privacy.rights')}</View>
      <View className="card">
        <View>{t('privacy.rightsNote')}</View>
        <Row icon="phone" title={t('rules.call')} onTap={() => go('stores')} />
      </View>
      <DocumentSheet text={open} onClose={() => setOpen(null)} />
    </Screen>
  )
}

function Documents(props: { programme: ReturnType<typeof useProgramme>; onOpen: (text: ConsentText) => void }) {
  const { t, say } = useTexts()
  const { programme, onOpen } = props
  if (!programme.value && programme.error) {
    return <ErrorNote error={programme.error} onRetry={() => void programme.reload()} busy={programme.busy} />
  }
  return (
    <View className="card card--flush">
      {!programme.value && <BoneRows count={2} />}
      {programme.value?.consents.map(text => (
        <Row
          key={text.purpose}
          title={say(text.title)}
          note={t('join.version', { version: text.version })}
          onTap={() => onOpen(text)}
        />
      ))}
    </View>
  )
}

function DocumentSheet({ text, onClose }: { text: ConsentText | null; onClose: () => void }) {
  const { t, say } = useTexts()
  return (
    <Sheet open={text !== null} title={text ? say(text.title) : ''} onClose={onClose}>
      <View className="document">{text && say(text.body)}</View>
      <View className="tiny gap-8">{text && t('join.version', { version: text.version })}</View>
    </Sheet>
  )
}

/** What was agreed to and when; the optional part can be taken back and given again here. */
function Consents({ memberNo, texts }: { memberNo: string; texts: ConsentText[] }) {
  const { t } = useTexts()
  const key = `consents:${memberNo}`
  const consents = useLoad(key, () => call('GET /member/consents'))
  const [error, setError] = useState<CallError | null>(null)
  const [busy, setBusy] = useState(false)
  const change = async (consent: Consent, granted: boolean) => {
    setBusy(true)
    setError(null)
    try {
      const body = { purpose: consent.purpose, version: consent.currentVersion, granted }
      put(key, await call('POST /member/consents', { body }))
    } catch (failure) {
      setError(asCallError(failure))
    }
    setBusy(false)
  }
  return (
    <View>
      <View className="label">{t('privacy.consents')}</View>
      {!consents.value && consents.error ? (
        <ErrorNote error={consents.error} onRetry={() => void consents.reload()} busy={consents.busy} />
      ) : (
        <View className="card card--flush">
          {!consents.value && <BoneRows count={3} />}
          {consents.value?.items.map(consent => (
            <ConsentRow
              key={consent.purpose}
              consent={consent}
              text={texts.find(({ purpose }) => purpose === consent.purpose) ?? null}
              busy={busy}
              onChange={granted => void change(consent, granted)}
            />
          ))}
        </View>
      )}
      {error && <ErrorNote title={t('privacy.changeFailed')} error={error} kept={t('privacy.changeKept')} />}
    </View>
  )
}

interface RowProps {
  consent: Consent
  text: ConsentText | null
  busy: boolean
  onChange: (granted: boolean) => void
}

function ConsentRow({ consent, text, busy, onChange }: RowProps) {
  const { t, say } = useTexts()
  const name = text ? say(text.title) : t(`purpose.${consent.purpose}`)
  const when = consent.at ? stampOf(consent.at) : ''
  const state = consent.granted ? 'privacy.given' : consent.at ? 'privacy.withdrawn' : 'privacy.never'
  const fixed = text?.required ?? consent.purpose !== 'MARKETING'
  return (
    <Row
      title={name}
      note={
        <View>
          {t(state, { time: when, version: consent.version })}
          {fixed && consent.granted && <View>{t('privacy.needed')}</View>}
        </View>
      }
      value={
        fixed ? undefined : (
          <Switch
            checked={consent.granted}
            disabled={busy}
            color="var(--brand)"
            aria-label={name}
            onChange={event => onChange(event.detail.value)}
          />
        )
      }
    />
  )
}
