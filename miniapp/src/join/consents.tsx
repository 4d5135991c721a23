import { View } from '@tarojs/components'
import { useState } from 'react'
import { useTexts } from '../language'
import { spoken } from '../parts/aria'
import { Icon } from '../parts/icon'
import { Sheet } from '../parts/sheet'
import type { ConsentText } from './use-enrolment'

interface Props {
  texts: ConsentText[]
  /** Purposes ticked so far; none at the start, because a consent is given, not taken. */
  ticked: string[]
  onChange: (ticked: string[]) => void
}

export function Consents({ texts, ticked, onChange }: Props) {
  const { t, say } = useTexts()
  const [open, setOpen] = useState<ConsentText | null>(null)
  const toggle = (purpose: string) =>
    onChange(ticked.includes(purpose) ? ticked.filter(other => other !== purpose) : [...ticked, purpose])
  return (
    <View className="join__consents">
      {texts.map(text => (
        <View className={`tick ${ticked.includes(text.purpose) ? 'tick--on' : ''}`} key={text.purpose}>
          <View
            className="line grow"
            onClick={() => toggle(text.purpose)}
            {...spoken({ role: 'checkbox', checked: ticked.includes(text.purpose), label: say(text.title) })}
          >
            <View className="tick__box">{ticked.includes(text.purpose) && <Icon name="check" />}</View>
            <View className="grow">{t(text.required ? 'join.read' : 'join.optional', { title: say(text.title) })}</View>
          </View>
          <View className="join__open" onClick={() => setOpen(text)} {...spoken({ role: 'button' })}>
            {t('join.open')}
          </View>
        </View>
      ))}
      <Sheet open={open !== null} title={open ? say(open.title) : ''} onClose={() => setOpen(null)}>
        <View className="document">{open && say(open.body)}</View>
        <View className="tiny gap-8">{open && t('join.version', { version: open.version })}</View>
      </Sheet>
    </View>
  )
}
