import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { usePreferences } from '../preferences'
import { readKey } from '../queries'
import { closeSession } from '../session'
import { Mark } from './drawings'
import { PasswordCard } from './password-card'

/** Whoever came in with a one-time password chooses an own one before anything else is open. */
export function FirstPassword() {
  const { say } = usePreferences()
  const client = useQueryClient()
  return (
    <main className="door first-password">
      <Mark size={40} />
      <h1>{say('first.title')}</h1>
      <p className="page-note">{say('first.note')}</p>
      <PasswordCard onChanged={() => client.invalidateQueries({ queryKey: readKey('GET /console/me') })} />
      <Button type="link" onClick={() => closeSession('chosen')}>
        {say('operator.sign_out')}
      </Button>
    </main>
  )
}
