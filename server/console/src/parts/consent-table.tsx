import { Tag } from 'antd'
import { usePreferences } from '../preferences'
import { sayCode } from '../texts'
import { minuteOf } from '../times'
import { DataTable } from './data-table'
import type { Profile } from './member-head'
import { EmptyView } from './state-views'

type Consent = Profile['consents'][number]

/** What the member agreed to or withdrew, by version and time. */
export function ConsentTable({ consents }: { consents: Profile['consents'] }) {
  const { say } = usePreferences()
  return (
    <DataTable<Consent>
      label={say('member.consents')}
      minWidth={520}
      rows={consents}
      rowKey={consent => `${consent.purpose} ${consent.version} ${consent.at}`}
      empty={<EmptyView drawing="receipt" title={say('consent.none')} hint={say('consent.none.hint')} />}
      columns={[
        {
          key: 'purpose',
          title: say('consent.purpose'),
          render: (_, consent) => sayCode(say, 'consent', consent.purpose),
        },
        {
          key: 'version',
          title: say('consent.version'),
          render: (_, consent) => <span className="number">{consent.version}</span>,
        },
        {
          key: 'granted',
          title: say('consent.state'),
          render: (_, consent) => (
            <Tag color={consent.granted ? 'success' : 'default'}>
              {consent.granted ? say('consent.granted') : say('consent.withdrawn')}
            </Tag>
          ),
        },
        {
          key: 'at',
          title: say('consent.at'),
          render: (_, consent) => <span className="number">{minuteOf(consent.at)}</span>,
        },
      ]}
    />
  )
}
