import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons'
import { formatPoints } from '@huitou/shared/amounts'
import { Tooltip } from 'antd'
import { usePreferences } from '../preferences'
import { sumLots } from './lot-sums'
import type { Profile } from './member-head'
import { Bone } from './state-views'

/** The member's points, split by what they can do: the usable ones largest, with the proof that the lots agree. */
export function BalanceStrip({ profile }: { profile: Profile | undefined }) {
  const { say } = usePreferences()
  const balances = profile?.balances
  const debtNote = profile?.debtNote
  const parts = ['pending', 'held', 'debt', 'growth'] as const
  const soon = balances?.expiringSoon
  return (
    <div className="balance-strip">
      <div className="balance main">
        <span className="balance-name">{say('balance.available')}</span>
        <span className="balance-value number">
          {balances ? formatPoints(balances.available) : <Bone width={110} height={34} />}
        </span>
        {profile ? <Agreement profile={profile} /> : null}
      </div>
      {parts.map(part => (
        <Tooltip key={part} title={part === 'debt' && debtNote ? debtNote : say(`balance.${part}.hint`)}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what a balance means is read by hover or by Tab */}
          <div className={part === 'debt' && balances?.debt ? 'balance warn' : 'balance'} tabIndex={0}>
            <span className="balance-name">{say(`balance.${part}`)}</span>
            <span className="balance-value number">
              {balances ? formatPoints(balances[part]) : <Bone width={56} />}
            </span>
          </div>
        </Tooltip>
      ))}
      {soon ? (
        <div className="balance warn">
          <span className="balance-name">{say('balance.soon')}</span>
          <span className="balance-value number">{formatPoints(soon.points)}</span>
          <span className="balance-note number">{say('balance.soon.until', { day: soon.lastValidOn })}</span>
        </div>
      ) : null}
    </div>
  )
}

function Agreement({ profile }: { profile: Profile }) {
  const { say } = usePreferences()
  const { matches, whole } = sumLots(profile.lots, profile.balances)
  return matches && whole ? (
    <span className="balance-proof good">
      <CheckCircleFilled /> {say('lots.agree')}
    </span>
  ) : (
    <span className="balance-proof bad" role="alert">
      <CloseCircleFilled /> {say('lots.disagree')}
    </span>
  )
}
