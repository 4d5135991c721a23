import { Input, View } from '@tarojs/components'
import { useState } from 'react'
import { dayOf } from '../dates'
import { useProgramme } from '../hooks/use-who'
import { useTexts } from '../language'
import { spoken } from '../parts/aria'
import { BoneRows } from '../parts/bone'
import { ErrorNote } from '../parts/error-note'
import { Row } from '../parts/row'
import { Screen } from '../parts/screen'
import { go } from '../routes'
import './points.scss'

const QUESTIONS = ['how', 'when', 'round', 'expiry', 'refund', 'growth', 'table', 'code', 'wrong', 'phone'] as const

export default function RulesPage() {
  const { t, say } = useTexts()
  const programme = useProgramme()
  const rules = programme.value
  return (
    <Screen title={t('me.rules')} shows={[programme]}>
      {rules && (
        <View className="card appear">
          <View className="heading">{say(rules.earnSentence)}</View>
          <View className="gap-8">{say(rules.expirySentence)}</View>
          <View className="tiny gap-8">
            {t('rules.version', { version: rules.ruleVersion, day: dayOf(rules.asOf) })}
          </View>
        </View>
      )}
      {!rules && !programme.error && (
        <View className="card">
          <BoneRows count={2} />
        </View>
      )}
      {!rules && programme.error && (
        <ErrorNote error={programme.error} onRetry={() => void programme.reload()} busy={programme.busy} />
      )}
      <Questions />
      <View className="label">{t('rules.ask')}</View>
      <View className="card card--flush">
        <Row icon="phone" title={t('rules.call')} note={t('rules.callNote')} onTap={() => go('stores')} />
        <Row icon="shield" title={t('rules.texts')} onTap={() => go('privacy')} />
      </View>
    </Screen>
  )
}

/** Answers to what people ask at the till, found by any word in them. */
function Questions() {
  const { t } = useTexts()
  const [words, setWords] = useState('')
  const [open, setOpen] = useState<string | null>(null)
  const all = QUESTIONS.map(id => ({ id, question: t(`faq.${id}`), answer: t(`faq.${id}.answer`) }))
  const wanted = words.trim().toLowerCase()
  const found = all.filter(({ question, answer }) => `${question}${answer}`.toLowerCase().includes(wanted))
  return (
    <View>
      <View className="label">{t('rules.questions')}</View>
      <Input
        className="field"
        value={words}
        maxlength={30}
        placeholder={t('rules.search')}
        aria-label={t('rules.search')}
        onInput={event => setWords(event.detail.value)}
      />
      <View className="card card--flush gap-8">
        {found.map(({ id, question, answer }) => (
          <View key={id} className="rules__item">
            <View
              className="row"
              hoverClass="pressed"
              onClick={() => setOpen(open === id ? null : id)}
              {...spoken({ role: 'button' })}
            >
              <View className="row__text">{question}</View>
              <View className="rules__sign">{open === id ? '−' : '+'}</View>
            </View>
            {open === id && <View className="rules__body">{answer}</View>}
          </View>
        ))}
        {found.length === 0 && <View className="row quiet">{t('rules.notFound')}</View>}
      </View>
    </View>
  )
}
