import { Card, Segmented } from 'antd'
import type { Operator } from '../access'
import { useOperator } from '../operator'
import { PageHead } from '../parts/page-head'
import { PasswordCard } from '../parts/password-card'
import { TotpCard } from '../parts/totp-card'
import { type Language, type Mode, usePreferences } from '../preferences'
import { minuteOf } from '../times'

/** The operator's own account and how the console looks to them. */
export function SettingsPage() {
  const { say } = usePreferences()
  const operator = useOperator()
  return (
    <>
      <PageHead title={say('settings.title')} />
      <div className="settings">
        <AccountCard operator={operator} />
        <PasswordCard />
        <ViewCard />
        <TotpCard operator={operator} />
      </div>
    </>
  )
}

function AccountCard({ operator }: { operator: Operator }) {
  const { say } = usePreferences()
  return (
    <Card title={say('settings.account')}>
      <dl className="facts">
        <div>
          <dt>{say('settings.name')}</dt>
          <dd>{operator.name}</dd>
        </div>
        <div>
          <dt>{say('login.username')}</dt>
          <dd>{operator.username}</dd>
        </div>
        <div>
          <dt>{say('settings.role')}</dt>
          <dd>{say(`role.${operator.role}`)}</dd>
        </div>
        <div>
          <dt>{say('settings.last_login')}</dt>
          <dd className="number">{operator.lastLoginAt ? minuteOf(operator.lastLoginAt) : '—'}</dd>
        </div>
      </dl>
    </Card>
  )
}

function ViewCard() {
  const { say, language, setLanguage, mode, setMode } = usePreferences()
  return (
    <Card title={say('settings.view')}>
      <div className="setting-row">
        <span id="setting-language">{say('settings.language')}</span>
        <Segmented<Language>
          aria-labelledby="setting-language"
          value={language}
          onChange={setLanguage}
          options={[
            { value: 'zh', label: '中文' },
            { value: 'en', label: 'English' },
          ]}
        />
      </div>
      <div className="setting-row">
        <span id="setting-mode">{say('settings.mode')}</span>
        <Segmented<Mode>
          aria-labelledby="setting-mode"
          value={mode}
          onChange={setMode}
          options={[
            { value: 'system', label: say('settings.mode.system') },
            { value: 'light', label: say('settings.mode.light') },
            { value: 'dark', label: say('settings.mode.dark') },
          ]}
        />
      </div>
    </Card>
  )
}
