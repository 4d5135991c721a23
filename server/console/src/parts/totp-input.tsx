import { Input, type InputRef } from 'antd'
import { useEffect, useRef } from 'react'
import { usePreferences } from '../preferences'

interface TotpInputProps {
  value: string
  busy: boolean
  onChange: (digits: string) => void
}

/**
 * Six digits from an authenticator. One plain field: it takes a paste and a phone's autofill,
 * and a screen reader meets one box instead of six. Empties and takes the focus back after a wrong code.
 */
export function TotpInput({ value, busy, onChange }: TotpInputProps) {
  const { say } = usePreferences()
  const field = useRef<InputRef>(null)
  useEffect(() => {
    if (!busy) field.current?.focus()
  }, [busy])
  return (
    <Input
      ref={field}
      className="totp-input number"
      value={value}
      onChange={event => onChange(event.target.value.replace(/\D/g, '').slice(0, 6))}
      readOnly={busy}
      inputMode="numeric"
      autoComplete="one-time-code"
      placeholder="000000"
      aria-label={say('login.totp.title')}
    />
  )
}
