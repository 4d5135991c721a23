import { CheckOutlined, CopyOutlined } from '@ant-design/icons'
import { App, Tooltip } from 'antd'
import { useEffect, useState } from 'react'
import { usePreferences } from '../preferences'

const SHOWN_MS = 1_500

/** A number people pass on, with a button that copies it; `shown` is how it reads when that differs. */
export function CopyText({ text, shown }: { text: string; shown?: string }) {
  const { say } = usePreferences()
  const { message } = App.useApp()
  const [copied, setCopied] = useState(false)

  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [copied])

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
    } catch {
      // The clipboard exists only on https and localhost, and a person may refuse it.
      message.warning(say('copy.refused'))
    }
  }
  return (
    <span className="copy-text">
      <span className="number">{shown ?? text}</span>
      <Tooltip title={copied ? say('copy.done') : say('copy.action')}>
        <button type="button" className="icon-button" aria-label={`${say('copy.action')} ${text}`} onClick={copy}>
          {copied ? <CheckOutlined className="good" /> : <CopyOutlined />}
        </button>
      </Tooltip>
    </span>
  )
}
