import { Tabs } from 'antd'
import { useSearchParams } from 'react-router'
import { maySee } from '../access'
import { useOperator } from '../operator'
import { PageHead } from '../parts/page-head'
import { usePreferences } from '../preferences'
import { OfflineConflicts } from '../verifications/conflicts-tab'
import { VerificationList } from '../verifications/list-tab'
import { VerificationSettings } from '../verifications/settings-tab'

/** What staff verified, what was used twice without a network, and how all of it is bounded. */
export function VerificationsPage() {
  const { say } = usePreferences()
  const { role } = useOperator()
  const [params, setParams] = useSearchParams()
  const items = [
    { key: 'list', label: say('verifications.title'), children: <VerificationList /> },
    // Both uses name staff and devices: for whoever may see staff.
    ...(maySee(role, 'staff')
      ? [{ key: 'conflicts', label: say('conflicts.title'), children: <OfflineConflicts /> }]
      : []),
    { key: 'settings', label: say('verify_terms.tab'), children: <VerificationSettings /> },
  ]
  return (
    <>
      <PageHead title={say('verifications.page')} note={say('verifications.note')} />
      <Tabs
        activeKey={items.find(({ key }) => key === params.get('tab'))?.key ?? 'list'}
        items={items}
        destroyOnHidden
        onChange={key => setParams(key === 'list' ? {} : { tab: key }, { replace: true })}
      />
    </>
  )
}
