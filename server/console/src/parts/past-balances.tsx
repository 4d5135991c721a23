import { formatPoints } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { DatePicker, Tag } from 'antd'
import dayjs from 'dayjs'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { instantOf, minuteOf, secondOf } from '../times'
import { type Columns, column, digits, figures } from './columns'
import { DataTable } from './data-table'
import { Bone, EmptyView, ErrorView } from './state-views'

type Past = ReplyOf<'GET /console/members/:memberNo/balances'>
type Lot = Past['lots'][number]

const SECOND = 'YYYY-MM-DD HH:mm:ss'
const balances = ['available', 'pending', 'held', 'debt', 'growth'] as const

interface PastProps {
  memberNo: string
  /** An instant. */
  at: string | null
  onMoment: (at: string | null) => void
}

/** Balance and batches of any moment that has been. */
export function PastBalances({ memberNo, at, onMoment }: PastProps) {
  const { say } = usePreferences()
  const known = at && !Number.isNaN(Date.parse(at)) ? at : null
  const past = useRead(
    'GET /console/members/:memberNo/balances',
    { params: { memberNo }, query: { at: known ?? '' } },
    { enabled: known !== null },
  )
  return (
    <>
      <div className="tool-bar">
        <DatePicker
          className="moment-field"
          showTime
          format={SECOND}
          value={known ? dayjs(secondOf(known)) : null}
          maxDate={dayjs(secondOf(Date.now()))}
          placeholder={say('past.pick')}
          aria-label={say('past.pick')}
          onChange={moment => onMoment(moment ? instantOf(moment.format(SECOND)) : null)}
        />
        <span className="page-note">{say('past.note')}</span>
      </div>
      {known === null ? <EmptyView drawing="ledger" title={say('past.ask')} /> : null}
      {known && past.data ? <Then past={past.data} /> : null}
      {known && !past.data && past.error ? <ErrorView small error={past.error} retry={() => past.refetch()} /> : null}
      {known && past.isPending ? <Bone width="100%" height={160} /> : null}
    </>
  )
}

function Then({ past }: { past: Past }) {
  const { say } = usePreferences()
  const columns = useColumns()
  return (
    <>
      <div className="balance-strip">
        {balances.map(name => (
          <div key={name} className="balance">
            <span className="balance-name">{say(`balance.${name}`)}</span>
            <span className="balance-value number">{formatPoints(past.balances[name])}</span>
          </div>
        ))}
      </div>
      <div className="tool-bar">
        <span className="page-note number">
          {past.lastPostedAt ? say('past.last', { at: secondOf(past.lastPostedAt) }) : say('past.before')}
        </span>
      </div>
      {past.lots.length > 0 ? (
        <DataTable<Lot>
          label={say('past.lots')}
          minWidth={640}
          pageSize={24}
          rows={past.lots}
          rowKey={lot => `${lot.earnedMonth} ${lot.availableAt} ${lot.lastValidOn} ${lot.granted} ${lot.remaining}`}
          columns={columns}
          empty={null}
        />
      ) : null}
    </>
  )
}

function useColumns(): Columns<Lot> {
  const { say } = usePreferences()
  return [
    digits(say('lots.month'), 105, lot => lot.earnedMonth),
    digits(say('lots.from'), 150, lot => minuteOf(lot.availableAt)),
    figures(say('lots.granted'), undefined, lot => formatPoints(lot.granted)),
    figures(say('lots.remaining'), undefined, lot => <strong>{formatPoints(lot.remaining)}</strong>),
    figures(say('lots.held'), undefined, lot => formatPoints(lot.held)),
    figures(say('lots.until'), 130, lot => lot.lastValidOn ?? say('lots.forever')),
    column(say('lots.state'), 110, lot => (
      <Tag color={lot.state === 'PENDING' ? 'warning' : 'success'}>{say(`lots.state.${lot.state}`)}</Tag>
    )),
  ]
}
