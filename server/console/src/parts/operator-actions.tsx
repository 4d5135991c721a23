import { MoreOutlined } from '@ant-design/icons'
import type { ReplyOf } from '@huitou/shared/client'
import { App, Button, Dropdown } from 'antd'
import { call } from '../call'
import { usePreferences } from '../preferences'
import { useChange } from '../queries'
import { textOf } from './state-views'

type Line = ReplyOf<'GET /console/operators'>['items'][number]
type Invite = ReplyOf<'POST /console/operators'>

interface OperatorActionsProps {
  one: Line
  onEdit: () => void
  onPassword: (invite: Invite) => void
}

const TOUCHED = ['GET /console/operators', 'GET /console/audit'] as const

/** What an administrator can do with an operator; with the own account, only change the name. */
export function OperatorActions({ one, onEdit, onPassword }: OperatorActionsProps) {
  const { say } = usePreferences()
  const deeds = useDeeds(one, onPassword)
  const off = one.state === 'DISABLED'
  const more = say('operators.more', { name: one.name })
  const items = [
    { key: 'renew', label: say('operators.renew'), disabled: off, onClick: deeds.renew },
    { key: 'totp', label: say('operators.totp.reset'), disabled: !one.totpEnabled, onClick: deeds.resetTotp },
    { type: 'divider' as const },
    off
      ? { key: 'enable', label: say('operators.enable'), onClick: () => deeds.setDisabled(false) }
      : { key: 'disable', label: say('operators.disable'), danger: true, onClick: deeds.disable },
  ]
  return (
    <>
      <Button type="link" size="small" onClick={onEdit} aria-label={say('operators.edit_named', { name: one.name })}>
        {say('action.edit')}
      </Button>
      {one.isMe ? null : (
        <Dropdown menu={{ items, 'aria-label': more }} trigger={['click']} placement="bottomRight">
          <Button type="text" size="small" icon={<MoreOutlined />} aria-label={more} />
        </Dropdown>
      )}
    </>
  )
}

/** Each deed that ends something asks first. */
function useDeeds(one: Line, onPassword: (invite: Invite) => void) {
  const { say, language } = usePreferences()
  const { message, modal } = App.useApp()
  const params = { id: one.id }
  const { name, role } = one
  const duty = { name, role, storeId: one.store?.id ?? null }
  const change = useChange(
    (disabled: boolean) => call('PUT /console/operators/:id', { params, body: { ...duty, disabled } }),
    TOUCHED,
  )
  const password = useChange(() => call('POST /console/operators/:id/passwords', { params }), TOUCHED)
  const totp = useChange(() => call('DELETE /console/operators/:id/totp', { params }), TOUCHED)
  const failed = (error: Error) => void message.error(textOf(error, say, language))
  const asked = (
    what: 'operators.disable' | 'operators.renew' | 'operators.totp',
    ok: string,
    run: () => Promise<void>,
  ) =>
    void modal.confirm({
      title: say(`${what}.title`, { name }),
      content: say(`${what}.warning`),
      okText: ok,
      okButtonProps: { danger: true },
      onOk: () => run().catch(failed),
    })
  const setDisabled = (disabled: boolean) =>
    change
      .mutateAsync(disabled)
      .then(() => void message.success(say(disabled ? 'operators.disabled' : 'operators.enabled', { name })))
  return {
    setDisabled: (disabled: boolean) => void setDisabled(disabled).catch(failed),
    disable: () => asked('operators.disable', say('operators.disable'), () => setDisabled(true)),
    renew: () =>
      asked('operators.renew', say('operators.renew'), () => password.mutateAsync(undefined).then(onPassword)),
    resetTotp: () =>
      asked('operators.totp', say('operators.totp.reset'), () =>
        totp.mutateAsync(undefined).then(() => void message.success(say('operators.totp.done', { name }))),
      ),
  }
}
