import type { ReplyOf } from '@huitou/shared/client'
import { Tag } from 'antd'
import { useState } from 'react'
import { column, digits } from '../parts/columns'
import { DataTable } from '../parts/data-table'
import { Field } from '../parts/field'
import { MemberPicker } from '../parts/member-picker'
import { EmptyView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { sayCode } from '../texts'
import { minuteOf } from '../times'

type Forecast = ReplyOf<'GET /console/members/:memberNo/forecasts'>
type Item = Forecast['items'][number]

/** What one member would get within a week, by the settings as they are saved. */
export function ForecastCard({ dirty }: { dirty: boolean }) {
  const { say } = usePreferences()
  const [memberNo, setMemberNo] = useState<string>()
  const forecast = useRead(
    'GET /console/members/:memberNo/forecasts',
    { params: { memberNo: memberNo ?? '' } },
    { enabled: memberNo !== undefined, staleMs: 0 },
  )
  const columns = useColumns()
  const { data } = forecast
  const sends = data?.items.filter(({ stop }) => stop === 'SEND').length ?? 0
  return (
    <section className="card">
      <header className="card-head">
        <h2>{say('forecast.title')}</h2>
        <p className="page-note">{say('forecast.hint')}</p>
        {dirty ? <p className="note-warn">{say('forecast.saved_only')}</p> : null}
        <div className="forecast-who">
          <Field label={say('forecast.member')}>
            {id => <MemberPicker id={id} value={memberNo} onChange={setMemberNo} />}
          </Field>
          {data && data.items.length > 0 ? (
            <p className="forecast-sum" aria-live="polite">
              {say('forecast.sum', { sends, stops: data.items.length - sends })}
            </p>
          ) : null}
        </div>
      </header>
      {memberNo === undefined ? null : (
        <DataTable<Item>
          label={say('forecast.title')}
          minWidth={620}
          inside
          skeletonRows={3}
          rows={data?.items}
          error={forecast.error}
          retry={() => forecast.refetch()}
          rowKey={item => `${item.kind} ${item.dueAt} ${item.title.zh}`}
          empty={<EmptyView drawing="bowl" title={say('forecast.none')} hint={say('forecast.none.hint')} />}
          columns={columns}
        />
      )}
    </section>
  )
}

function useColumns() {
  const { say, pick } = usePreferences()
  return [
    digits<Item>(say('forecast.due'), 150, item => minuteOf(item.dueAt)),
    column<Item>(
      say('forecast.message'),
      undefined,
      item => (
        <span className="stacked">
          {pick(item.title)}
          <span className="quiet">{say(`kind.${item.kind}`)}</span>
        </span>
      ),
      { className: 'wrap' },
    ),
    column<Item>(
      say('forecast.verdict'),
      190,
      item => (
        <>
          <Tag color={item.stop === 'SEND' ? 'success' : 'default'}>{say(`stop.${item.stop}`)}</Tag>
          {item.reason ? <div className="quiet">{sayCode(say, 'reason', item.reason)}</div> : null}
        </>
      ),
      { className: 'wrap' },
    ),
    column<Item>(say('forecast.channel'), 110, item => (item.channel ? say(`channel.${item.channel}`) : '—')),
    digits<Item>(say('forecast.send_at'), 150, item => (item.sendAt ? minuteOf(item.sendAt) : '—')),
  ]
}
