import type { ReplyOf } from '@huitou/shared/client'
import { Button, Tag } from 'antd'
import { call } from '../call'
import { column, digits } from '../parts/columns'
import { DataTable } from '../parts/data-table'
import { EmptyView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useGrowingList } from '../queries'
import { sayCode } from '../texts'
import { minuteOf } from '../times'
import { DELIVERY_COLOURS } from './outcomes'

type Item = ReplyOf<'GET /console/members/:memberNo/messages'>['items'][number]

const PAGE = 20

/** Everything this member was told, in full, and what became of it on each channel. */
export function MemberMessages({ memberNo }: { memberNo: string }) {
  const { say, pick } = usePreferences()
  const list = useGrowingList<Item>(['GET /console/members/:memberNo/messages', memberNo, 'all'], cursor =>
    call('GET /console/members/:memberNo/messages', { params: { memberNo }, query: { cursor, limit: PAGE } }),
  )
  return (
    <>
      <DataTable<Item>
        label={say('member.messages')}
        minWidth={820}
        rows={list.items}
        error={list.error}
        retry={() => list.refetch()}
        rowKey={item => item.id}
        empty={<EmptyView drawing="receipt" title={say('mmessages.none')} hint={say('mmessages.none.hint')} />}
        columns={[
          digits(say('mmessages.at'), 150, item => minuteOf(item.at)),
          column(
            say('mmessages.message'),
            undefined,
            item => (
              <span className="stacked">
                <strong>{pick(item.title)}</strong>
                <span className="quiet">{pick(item.body)}</span>
              </span>
            ),
            { className: 'wrap' },
          ),
          column(say('mmessages.read'), 90, item => (
            <span className={item.read ? undefined : 'quiet'}>
              {say(item.read ? 'mmessages.read.yes' : 'mmessages.read.no')}
            </span>
          )),
          column(say('mmessages.outcome'), 320, item => <Outcome item={item} />, { className: 'wrap' }),
        ]}
      />
      {list.hasNextPage ? (
        <div className="load-more">
          <Button loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
            {say('pages.next')}
          </Button>
        </div>
      ) : null}
    </>
  )
}

function Outcome({ item }: { item: Item }) {
  const { say } = usePreferences()
  if (item.deliveries.length === 0)
    return (
      <>
        <Tag>{item.stop ? say(`stop.${item.stop}`) : say('mmessages.waiting')}</Tag>
        {item.reason ? <span className="quiet">{sayCode(say, 'reason', item.reason)}</span> : null}
      </>
    )
  return (
    <ul className="delivery-list">
      {item.deliveries.map(({ id, channel, state, reason, attempts, sendAt, sentAt }) => (
        <li key={id}>
          <Tag color={DELIVERY_COLOURS[state]}>{say(`delivery.${state}`)}</Tag>
          <span>{say(`channel.${channel}`)}</span>
          <span className="quiet">
            {[
              reason ? sayCode(say, 'reason', reason) : null,
              sentAt ? say('mmessages.sent_at', { at: minuteOf(sentAt) }) : null,
              state === 'QUEUED' ? say('mmessages.send_at', { at: minuteOf(sendAt) }) : null,
              attempts > 1 ? say('mmessages.attempts', { count: attempts }) : null,
            ]
              .filter(text => text !== null)
              .join(' · ')}
          </span>
        </li>
      ))}
    </ul>
  )
}
