import { View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { useEffect, useState } from 'react'
import { useProgramme, useWho } from '../hooks/use-who'
import { useTexts } from '../language'
import { Bone, BoneRows } from '../parts/bone'
import { Button } from '../parts/button'
import { ErrorNote } from '../parts/error-note'
import { Picture } from '../parts/picture'
import { Screen } from '../parts/screen'
import { Sheet } from '../parts/sheet'
import { goBack } from '../routes'
import { wechat } from '../wechat'
import { Consents } from './consents'
import './index.scss'
import { type ConsentText, useEnrolment } from './use-enrolment'
import { Welcome } from './welcome'

export default function JoinPage() {
  const { t } = useTexts()
  const { scene, next } = useRouter().params
  const programme = useProgramme()
  const who = useWho()
  const enrolment = useEnrolment(scene)
  const card = enrolment.card ?? who.value?.member ?? null
  // New terms come with new versions: the form begins anew below, with nothing ticked.
  const outdated = enrolment.error?.code === 'enrolment.consent_outdated'
  const { reload } = programme
  useEffect(() => {
    if (outdated) void reload()
  }, [outdated, reload])
  return (
    <Screen title={t('join.title')}>
      {card && (
        <Welcome card={card} brand={programme.value?.brandName ?? ''} fresh={enrolment.card !== null} next={next} />
      )}
      {!card && programme.value && (
        <Form
          key={programme.value.consents.map(({ version }) => version).join()}
          texts={programme.value.consents}
          enrolment={enrolment}
          sentences={programme.value}
        />
      )}
      {!card && !programme.value && programme.error && (
        <ErrorNote error={programme.error} onRetry={() => void programme.reload()} busy={programme.busy} />
      )}
      {!card && !programme.value && !programme.error && (
        <View className="card">
          <View className="join__picture">
            <Picture name="bowl" />
          </View>
          <View className="picture-center">
            <Bone width={260} height={28} />
          </View>
          <BoneRows count={3} />
          <Bone height={56} card />
        </View>
      )}
    </Screen>
  )
}

interface FormProps {
  texts: ConsentText[]
  sentences: { earnSentence: { zh: string; en: string }; expirySentence: { zh: string; en: string } }
  enrolment: ReturnType<typeof useEnrolment>
}

function Form({ texts, sentences, enrolment }: FormProps) {
  const { t, say } = useTexts()
  const [ticked, setTicked] = useState<string[]>([])
  const [asking, setAsking] = useState(false)
  const [refused, setRefused] = useState(false)
  const required = texts.filter(text => text.required)
  const agreed = required.every(({ purpose }) => ticked.includes(purpose))
  const phone = (given: ConsentText[]) =>
    wechat.phoneButton({
      onCode: code => {
        setRefused(false)
        enrolment.join(code, given)
      },
      onRefuse: () => setRefused(true),
    })
  const agreeAll = () => {
    setTicked([...new Set([...ticked, ...required.map(({ purpose }) => purpose)])])
    setAsking(false)
  }
  const given = texts.filter(({ purpose }) => ticked.includes(purpose))

  return (
    <View className="card appear">
      <View className="join__picture">
        <Picture name="bowl" />
      </View>
      <View className="heading center">{say(sentences.earnSentence)}</View>
      <View className="note center gap-4">{say(sentences.expirySentence)}</View>
      <Consents texts={texts} ticked={ticked} onChange={setTicked} />
      {enrolment.error && (
        <ErrorNote
          title={t('join.failed')}
          error={enrolment.error}
          kept={t('join.failedKept')}
          onRetry={enrolment.again ?? undefined}
          busy={enrolment.busy}
        />
      )}
      {refused && <View className="banner banner--brand">{t('join.refused')}</View>}
      {agreed ? (
        <Button
          label={enrolment.busy ? t('join.busy') : t('join.phone')}
          tall
          busy={enrolment.busy}
          native={phone(given)}
        />
      ) : (
        <Button label={t('join.phone')} tall onTap={() => setAsking(true)} />
      )}
      <Button label={t('join.later')} kind="plain" onTap={goBack} />
      <View className="tiny center">{t('join.phoneWhy')}</View>
      <Sheet open={asking} title={t('join.askTitle')} onClose={() => setAsking(false)}>
        <View>{t('join.askNote')}</View>
        <View className="gap-16">
          <Button label={t('join.agree')} tall onTap={agreeAll} />
        </View>
      </Sheet>
    </View>
  )
}
