import { Tag } from 'antd'
import { usePreferences } from '../preferences'
import { sayCode } from '../texts'
import { minuteOf } from '../times'
import { column, digits } from './columns'
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
        column(say('consent.purpose'), undefined, consent => sayCode(say, 'consent', consent.purpose)),
        digits(say('consent.version'), undefined, consent => consent.version),
        column(say('consent.state'), undefined, consent => (
          <Tag color={consent.granted ? 'success' : 'default'}>
            {consent.granted ? say('consent.granted') : say('consent.withdrawn')}
          </Tag>
        )),
        digits(say('consent.at'), undefined, consent => minuteOf(consent.at)),
      ]}
    />
  )
}
