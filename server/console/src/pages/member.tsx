import { Tabs } from 'antd'
import { Link, useParams, useSearchParams } from 'react-router'
import { BalanceStrip } from '../parts/balance-strip'
import { ConsentTable } from '../parts/consent-table'
import { EntryDrawer } from '../parts/entry-drawer'
import { LotTable } from '../parts/lot-table'
import { MemberHead } from '../parts/member-head'
import { Bone, ErrorView } from '../parts/state-views'
import { Statement } from '../parts/statement'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'

/** One member, whole: who, how many points and why. The profile and the statement fail and recover on their own. */
export function MemberPage() {
  const { say } = usePreferences()
  const memberNo = useParams().memberNo ?? ''
  const [params, setParams] = useSearchParams()
  const profile = useRead('GET /console/members/:memberNo', { params: { memberNo } })
  const set = (name: 'tab' | 'entry' | 'filter', value: string | null) => {
    const next = new URLSearchParams(params)
    if (value) next.set(name, value)
    else next.delete(name)
    setParams(next, { replace: name !== 'entry' || value === null })
  }
  const retry = () => profile.refetch()
  const failed = !profile.data && profile.error ? <ErrorView small error={profile.error} retry={retry} /> : null
  const waiting = <Bone width="100%" height={160} />
  return (
    <>
      <div className="page-back">
        <Link to="/members">{say('members.title')}</Link>
      </div>
      <section className="card member-card" aria-busy={profile.isPending}>
        {failed ?? <MemberHead memberNo={memberNo} profile={profile.data} />}
        {failed ? null : <BalanceStrip profile={profile.data} />}
      </section>
      <section className="card">
        <Tabs
          className="member-tabs"
          activeKey={params.get('tab') ?? 'entries'}
          onChange={tab => set('tab', tab === 'entries' ? null : tab)}
          items={[
            {
              key: 'entries',
              label: say('member.statement'),
              children: (
                <Statement
                  memberNo={memberNo}
                  filter={params.get('filter')}
                  onFilter={filter => set('filter', filter)}
                  onOpen={entryNo => set('entry', entryNo)}
                />
              ),
            },
            {
              key: 'lots',
              label: say('member.lots'),
              children: failed ?? (profile.data ? <LotTable profile={profile.data} /> : waiting),
            },
            {
              key: 'consents',
              label: say('member.consents'),
              children: failed ?? (profile.data ? <ConsentTable consents={profile.data.consents} /> : waiting),
            },
          ]}
        />
      </section>
      <EntryDrawer memberNo={memberNo} entryNo={params.get('entry')} onClose={() => set('entry', null)} />
    </>
  )
}
