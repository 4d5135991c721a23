import { Input, View } from '@tarojs/components'
import { type ReactNode, useState } from 'react'
import { useTexts } from '../language'
import { wechat } from '../wechat'
import { Button } from './button'
import { Sheet } from './sheet'

export interface Scanner {
  /** Opens the camera; where there is none, or it is refused, the sheet to type a code. */
  start: () => Promise<void>
  typing: boolean
  stopTyping: () => void
  take: (text: string) => void
}

/** The camera with its fallback. `onText` gets what was read, or typed by hand; never an empty text. */
export function useScanner(onText: (text: string, typed: boolean) => void): Scanner {
  const [typing, setTyping] = useState(false)
  return {
    typing,
    stopTyping: () => setTyping(false),
    take(text) {
      setTyping(false)
      onText(text, true)
    },
    async start() {
      const scanned = await wechat.scan()
      if (scanned === 'UNAVAILABLE') setTyping(true)
      else if (scanned !== 'CANCELLED') onText(scanned.text, false)
    },
  }
}

interface SheetProps {
  scanner: Scanner
  title: string
  hint: string
  /** Another way to give the code. */
  children?: ReactNode
}

/** The sheet to type or paste a code. */
export function CodeSheet({ scanner, title, hint, children }: SheetProps) {
  const { t } = useTexts()
  const [text, setText] = useState('')
  const plain = text.trim()
  const done = () => {
    if (!plain) return
    setText('')
    scanner.take(plain)
  }
  return (
    <Sheet open={scanner.typing} title={title} onClose={scanner.stopTyping}>
      <View className="note">{hint}</View>
      <View className="gap-8">
        <Input
          className="field"
          value={text}
          maxlength={512}
          focus
          placeholder={t('scan.placeholder')}
          aria-label={title}
          onInput={event => setText(event.detail.value)}
          onConfirm={done}
        />
      </View>
      <View className="gap-16">
        <Button label={t('scan.use')} tall disabled={!plain} onTap={done} />
        {children}
      </View>
    </Sheet>
  )
}
