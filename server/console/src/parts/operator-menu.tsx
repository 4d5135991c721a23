import { DownOutlined, LogoutOutlined, SafetyOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Button, Dropdown } from 'antd'
import { useNavigate } from 'react-router'
import type { Operator } from '../access'
import { call } from '../call'
import { usePreferences } from '../preferences'
import { closeSession } from '../session'
import { minuteOf } from '../times'
import { forgetDrafts } from './draft'

/** Who is signed in, since when last, and the way out. */
export function OperatorMenu({ operator }: { operator: Operator }) {
  const { say } = usePreferences()
  const navigate = useNavigate()
  const client = useQueryClient()
  const role = say(`role.${operator.role}`)
  const name = say('operator.menu', { name: operator.name })

  const signOut = async () => {
    // Signing out here never waits for the server: without an answer the session simply runs out there.
    await call('DELETE /console/session').catch(() => undefined)
    closeSession('chosen')
    forgetDrafts()
    client.clear()
  }
  const about = (
    <div className="operator-about">
      <strong>{operator.name}</strong>
      <span>
        {operator.username} {role}
      </span>
      <span>
        {operator.lastLoginAt
          ? say('operator.last_login', { at: minuteOf(operator.lastLoginAt) })
          : say('operator.first_login')}
      </span>
    </div>
  )
  return (
    <Dropdown
      trigger={['click']}
      placement="bottomRight"
      menu={{
        'aria-label': name,
        items: [
          { key: 'about', type: 'group', label: about },
          { type: 'divider' },
          { key: 'settings', icon: <SafetyOutlined />, label: say('operator.security') },
          { key: 'out', icon: <LogoutOutlined />, label: say('operator.sign_out') },
        ],
        onClick: ({ key }) => (key === 'out' ? signOut() : navigate('/settings')),
      }}
    >
      <Button type="text" className="operator-button" aria-label={name}>
        <span className="operator-face" aria-hidden="true">
          {operator.name.slice(0, 1)}
        </span>
        <span className="operator-name">{operator.name}</span>
        <DownOutlined className="operator-arrow" />
      </Button>
    </Dropdown>
  )
}
