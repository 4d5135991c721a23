import { Input, View } from '@tarojs/components'
import { useState } from 'react'
import { Choices } from './choices'
import type { TextKey } from './language'
import { useTexts } from './language'

interface Props {
  /** Texts of the usual reasons; the last choice is always one's own words. */
  reasons: readonly TextKey[]
  /** Null until there is a reason. */
  onReason: (words: string | null) => void
}

const OWN = 'OWN'

/** A tap for the usual reasons; only an unusual one has to be written. */
export function Reasons({ reasons, onReason }: Props) {
  const { t } = useTexts()
  const [chosen, setChosen] = useState<TextKey | typeof OWN | null>(null)
  const [words, setWords] = useState('')
  const choose = (value: TextKey | typeof OWN) => {
    setChosen(value)
    onReason(value === OWN ? words.trim() || null : t(value))
  }
  const write = (text: string) => {
    setWords(text)
    onReason(text.trim() || null)
  }
  const choices = [
    ...reasons.map(key => ({ value: key, name: t(key) })),
    { value: OWN as typeof OWN, name: t('reason.other') },
  ]
  return (
    <View>
      <View className="label">{t('refund.reason')}</View>
      <Choices choices={choices} chosen={chosen} onChoose={choose} />
      {chosen === OWN && (
        <Input
          className="field"
          value={words}
          maxlength={100}
          placeholder={t('refund.reasonHint')}
          aria-label={t('refund.reason')}
          onInput={event => write(event.detail.value)}
        />
      )}
    </View>
  )
}
