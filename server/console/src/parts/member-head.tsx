import { formatPoints, formatYuan, inGroups } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import type { ReactNode } from 'react'
import { usePreferences } from '../preferences'
import { sayCode } from '../texts'
import { TierFact } from '../tiers/member-tier'
import { dayOf, minuteOf } from '../times'
import { AdjustButton } from './adjust-button'
import { AwardButton } from './award-button'
import { CopyText } from './copy-text'
import { RevealPhone } from './reveal-phone'
import { Bone } from './state-views'

export type Profile = ReplyOf<'GET /console/members/:memberNo'>

/** Who this is: name, number, phone, and what they have bought so far. */
export function MemberHead({ memberNo, profile }: { memberNo: string; profile: Profile | undefined }) {
  const { say } = usePreferences()
  return (
    <div className="member-head">
      <span className="member-face" aria-hidden="true">
        {profile?.nickname.slice(0, 1) ?? ''}
      </span>
      <div className="member-name">
        <h1>{profile?.nickname ?? <Bone width={120} height={24} />}</h1>
        <CopyText text={memberNo} shown={inGroups(memberNo)} />
      </div>
      <dl className="member-facts">
        <Fact label={say('member.phone')}>
          {profile ? <RevealPhone memberNo={memberNo} masked={profile.phoneMasked} /> : null}
        </Fact>
        <Fact label={say('member.tier')}>
          <TierFact memberNo={memberNo} />
        </Fact>
        <Fact label={say('member.paid')}>
          {profile
            ? say('member.paid.sum', { bills: formatPoints(profile.purchases), paid: formatYuan(profile.paidFen) })
            : null}
        </Fact>
        <Fact label={say('member.last_purchase')}>
          {profile ? (profile.lastPurchaseAt ? minuteOf(profile.lastPurchaseAt) : say('member.never')) : null}
        </Fact>
        <Fact label={say('member.enrolled')}>
          {profile ? `${dayOf(profile.enrolledAt)} ${sayCode(say, 'source', profile.source)}` : null}
        </Fact>
      </dl>
      {profile ? (
        <div className="member-action member-actions">
          <AwardButton member={profile} />
          <AdjustButton member={profile} />
        </div>
      ) : null}
    </div>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="number">{children ?? <Bone width={110} />}</dd>
    </div>
  )
}
