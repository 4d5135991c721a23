import { EditOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { mayAskAdjustments } from '../access'
import { useOperator } from '../operator'
import { usePreferences } from '../preferences'
import { AdjustDialog } from './adjust-dialog'

/** Asks for a correction of the member on this page. */
export function AdjustButton({ member }: { member: { memberNo: string; nickname: string } }) {
  const { say } = usePreferences()
  const { role } = useOperator()
  const [open, setOpen] = useState(false)
  if (!mayAskAdjustments(role)) return null
  return (
    <>
      <Button className="member-action" icon={<EditOutlined />} onClick={() => setOpen(true)}>
        {say('adjust.ask')}
      </Button>
      <AdjustDialog open={open} member={member} onClose={() => setOpen(false)} />
    </>
  )
}
