import type { ReplyOf } from '@huitou/shared/client'
import { Alert, Modal } from 'antd'
import { useState } from 'react'
import { usePreferences } from '../preferences'
import { minuteOf } from '../times'
import { CopyText } from './copy-text'

type Invite = ReplyOf<'POST /console/operators'>

/** A password that is shown this one time: only the button closes it. */
export function OneTimePassword({ invite, onClose }: { invite: Invite | null; onClose: () => void }) {
  const { say } = usePreferences()
  // It stays readable while the dialog closes.
  const [shown, setShown] = useState(invite)
  if (invite && invite !== shown) setShown(invite)
  return (
    <Modal
      open={invite !== null}
      title={shown ? say('operators.password', { name: shown.operator.name }) : null}
      width={460}
      mask={{ closable: false, blur: false }}
      keyboard={false}
      closable={false}
      okText={say('operators.password.done')}
      cancelButtonProps={{ style: { display: 'none' } }}
      onOk={onClose}
      afterClose={() => setShown(null)}
    >
      {shown ? (
        <>
          <Alert type="warning" showIcon title={say('operators.password.once')} />
          <dl className="facts">
            <div>
              <dt>{say('operators.username')}</dt>
              <dd>
                <CopyText text={shown.operator.username} />
              </dd>
            </div>
            <div>
              <dt>{say('operators.password.label')}</dt>
              <dd>
                <CopyText text={shown.password} />
              </dd>
            </div>
            <div>
              <dt>{say('invite.expires')}</dt>
              <dd className="number">{minuteOf(shown.expiresAt)}</dd>
            </div>
          </dl>
          <p className="page-note">{say('operators.password.how')}</p>
        </>
      ) : null}
    </Modal>
  )
}
