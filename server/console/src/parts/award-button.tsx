import { GiftOutlined } from '@ant-design/icons'
import { Button, Tooltip } from 'antd'
import { useState } from 'react'
import { mayAskAdjustments } from '../access'
import { useOperator } from '../operator'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { AwardDialog } from './award-dialog'

interface AwardButtonProps {
  member: { memberNo: string; nickname: string }
}

/** Gives points to the member on this page by a rule made for it; without one it stays closed and says why. */
export function AwardButton({ member }: AwardButtonProps) {
  const { role } = useOperator()
  return mayAskAdjustments(role) ? <OpenButton member={member} /> : null
}

function OpenButton({ member }: AwardButtonProps) {
  const { say } = usePreferences()
  const [open, setOpen] = useState(false)
  const offers = useRead('GET /console/members/:memberNo/awards', { params: { memberNo: member.memberNo } })
  const none = offers.data?.items.length === 0
  return (
    <>
      <Tooltip title={none ? say('award.none') : null} trigger={['hover', 'focus']}>
        {/* Whoever cannot press it can still reach it and read why. */}
        <Button
          icon={<GiftOutlined />}
          aria-disabled={none}
          className={none ? 'closed-button' : undefined}
          onClick={() => none || setOpen(true)}
        >
          {say('award.open')}
        </Button>
      </Tooltip>
      <AwardDialog open={open} member={member} offers={offers} onClose={() => setOpen(false)} />
    </>
  )
}
