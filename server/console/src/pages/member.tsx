import { Tabs } from 'antd'
import type { ReactNode } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import { GrantCard } from '../messages/grant-card'
import { MemberMessages } from '../messages/member-messages'
import { BalanceStrip } from '../parts/balance-strip'
import { ConsentTable } from '../parts/consent-table'
import { EntryDrawer } from '../parts/entry-drawer'
import { LotTable } from '../parts/lot-table'
import { MemberHead, type Profile } from '../parts/member-head'
import { MonthStatement } from '../parts/month-statement'
import { PastBalances } from '../parts/past-balances'
import { Bone, ErrorView } from '../parts/state-views'
import { Statement } from '../parts/statement'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { TierHistory } from '../tiers/member-tier'

type SetParam = (name: 'tab' | 'entry' | 'filter' | 'month' | 'at', value: string | null) => void

/** One member, whole: who, how many points and why. The profile and the statement fail and recover on their own. */
export function MemberPage() {
  const { say } = usePreferences()
  const memberNo = useParams().memberNo ?? ''
  const [params, setParams] = useSearchParams()
  const profile = useRead('GET /console/members/:memberNo', { params: { memberNo } })
  const set: SetParam = (name, value) => {
    const next = new URLSearchParams(params)
    if (value) next.set(name, value)
    else next.delete(name)
    setParams(next, { replace: name !== 'entry' || value === null })
  }
  const retry = () => profile.refetch()
  const failed = !profile.data && profile.error ? <ErrorView small error={profile.error} retry={retry} /> : null
  return (
    <>
      <div className="page-back">
        <Link to="/members">{say('members.title')}</Link>
      </div>
      <section className="card member-card" aria-busy={profile.isPending}>
        {failed ?? <MemberHead memberNo={memberNo} profile={profile.data} />}
        {failed ? null : <BalanceStrip profile={profile.data} />}
      </section>
      <GrantCard memberNo={memberNo} marketing={marketingOf(profile.data)} />
      <MemberTabs memberNo={memberNo} params={params} set={set} profile={profile.data} failed={failed} />
      <EntryDrawer memberNo={memberNo} entryNo={params.get('entry')} onClose={() => set('entry', null)} />
    </>
  )
}

/** The newest word on offers; no word is a no. */
function marketingOf(profile: Profile | undefined): boolean | undefined {
  if (!profile) return undefined
  const said = profile.consents.filter(({ purpose }) => purpose === 'MARKETING')
  return said.toSorted((one, other) => other.at.localeCompare(one.at))[0]?.granted ?? false
}

interface TabsProps {
  memberNo: string
  params: URLSearchParams
  set: SetParam
  profile: Profile | undefined
  /** Stands in for what cannot be shown without the profile. */
  failed: ReactNode
}

function MemberTabs({ memberNo, params, set, profile, failed }: TabsProps) {
  const { say } = usePreferences()
  const withProfile = (show: (profile: Profile) => ReactNode) =>
    failed ?? (profile ? show(profile) : <Bone width="100%" height={160} />)
  const statement = (
    <Statement
      memberNo={memberNo}
      filter={params.get('filter')}
      onFilter={filter => set('filter', filter)}
      onOpen={entryNo => set('entry', entryNo)}
    />
  )
  const months = (
    <MonthStatement memberNo={memberNo} month={params.get('month')} onMonth={month => set('month', month)} />
  )
  const past = <PastBalances memberNo={memberNo} at={params.get('at')} onMoment={at => set('at', at)} />
  const lots = withProfile(known => <LotTable profile={known} />)
  const consents = withProfile(known => <ConsentTable consents={known.consents} />)
  return (
    <section className="card">
      <Tabs
        className="member-tabs"
        activeKey={params.get('tab') ?? 'entries'}
        onChange={tab => set('tab', tab === 'entries' ? null : tab)}
        items={[
          { key: 'entries', label: say('member.statement'), children: statement },
          { key: 'lots', label: say('member.lots'), children: lots },
          { key: 'tier', label: say('member.tier'), children: <TierHistory memberNo={memberNo} /> },
          { key: 'months', label: say('member.months'), children: months },
          { key: 'past', label: say('member.past'), children: past },
          { key: 'messages', label: say('member.messages'), children: <MemberMessages memberNo={memberNo} /> },
          { key: 'consents', label: say('member.consents'), children: consents },
        ]}
      />
    </section>
  )
}
