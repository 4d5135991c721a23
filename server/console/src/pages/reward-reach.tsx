import { formatPoints } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { Tooltip } from 'antd'
import { Link } from 'react-router'
import { type Columns, column, figures, Quiet } from '../parts/columns'
import { DataTable } from '../parts/data-table'
import { PageHead } from '../parts/page-head'
import { Bone, EmptyView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { usePrice } from '../rewards/price'
import { shareText } from '../rewards/reward'
import { minuteOf } from '../times'
import '../styles/coupons.css'
import '../styles/rewards.css'

type Reaches = ReplyOf<'GET /console/reward-reach'>
type Row = Reaches['rewards'][number]
/** Reckoning may take a moment where there are many members. */
const TIME_OUT_MS = 20_000

/** Which rewards members can reach, which they cannot, and what would help; with what the words mean. */
export function RewardReachPage() {
  const { say } = usePreferences()
  const reach = useRead('GET /console/reward-reach', undefined, { timeOutMs: TIME_OUT_MS })
  const { data } = reach
  return (
    <>
      <PageHead
        back={<Link to="/rewards">{say('rewards.title')}</Link>}
        title={say('reach.title')}
        note={
          data ? (
            <>
              {say('reach.at', { at: minuteOf(data.at) })}
              {data.oneOf > 1 ? ` · ${say('reach.sample', { n: data.oneOf })}` : ''}
            </>
          ) : reach.error ? null : (
            <Bone width={160} />
          )
        }
      />
      <div className="card">
        <p className="page-note padded">{say('reach.about')}</p>
        <div className="reach-keys" aria-hidden="true">
          {(['now', 'soon', 'year', 'never'] as const).map(key => (
            <span key={key}>
              <i className={`reach-${key}`} />
              {say(`reach.${key}`)}
            </span>
          ))}
        </div>
        <DataTable<Row>
          label={say('reach.title')}
          minWidth={980}
          rows={data?.rewards}
          error={reach.error}
          retry={() => reach.refetch()}
          rowKey={one => one.code}
          columns={useColumns()}
          empty={<EmptyView drawing="receipt" title={say('reach.none')} hint={say('reach.none.hint')} />}
        />
      </div>
      {data ? <Spread data={data} /> : null}
    </>
  )
}

function useColumns(): Columns<Row> {
  const { say, pick } = usePreferences()
  const price = usePrice()
  const count = (key: 'now' | 'soon' | 'year' | 'never') =>
    figures<Row>(say(`reach.${key}`), 96, one => <Quiet when={one[key] === 0}>{formatPoints(one[key])}</Quiet>)
  return [
    column(say('rewards.name'), 190, one => <Link to={`/rewards?reward=${one.code}`}>{pick(one.name)}</Link>, {
      className: 'wrap',
    }),
    column(say('rewards.price'), 150, one => price(one.price)),
    column(say('reach.share'), 180, one => <Bar row={one} />),
    count('now'),
    count('soon'),
    count('year'),
    count('never'),
    column(say('reach.advice'), undefined, one => <Advice row={one} />, { className: 'wrap' }),
  ]
}

function Bar({ row: { now, soon, year, never, members } }: { row: Row }) {
  const { say } = usePreferences()
  const width = (part: number) => ({ width: `${members > 0 ? (part / members) * 100 : 0}%` })
  const words = say('reach.bar', {
    now: shareText(now, members),
    soon: shareText(soon, members),
    year: shareText(year, members),
    never: shareText(never, members),
  })
  return (
    <Tooltip title={words}>
      <span className="reach-bar" role="img" aria-label={words}>
        <i className="reach-now" style={width(now)} />
        <i className="reach-soon" style={width(soon)} />
        <i className="reach-year" style={width(year)} />
      </span>
    </Tooltip>
  )
}

function Advice({ row: { verdict, now, soon, members, suggest, suggestShare } }: { row: Row }) {
  const { say } = usePreferences()
  if (verdict === 'FINE') return <span className="quiet">{say('reach.fine')}</span>
  if (verdict === 'EASY') return <span>{say('reach.easy', { share: shareText(now, members) })}</span>
  const share = shareText(now + soon, members)
  if (suggest === null) return <span className="bad">{say('reach.far.none', { share })}</span>
  return (
    <span className="bad">
      {say('reach.far', { share, points: formatPoints(suggest), better: shareText(suggestShare ?? 0, 1) })}
    </span>
  )
}

/** How many members have how much. */
function Spread({ data }: { data: Reaches }) {
  const { say } = usePreferences()
  const most = Math.max(1, ...data.spread.map(({ members }) => members))
  return (
    <section className="card" aria-label={say('reach.spread')}>
      <h2 className="card-title">{say('reach.spread')}</h2>
      <div className="spread">
        {data.spread.map(({ from, members }) => [
          <span key={`${from}-name`} className="number">
            {from === 0 ? say('reach.spread.none') : say('reach.spread.row', { from: formatPoints(from) })}
          </span>,
          <span key={`${from}-bar`}>
            <span className="spread-bar" style={{ display: 'block', width: `${(members / most) * 100}%` }} />
          </span>,
          <span key={`${from}-members`} className="number">
            {say('reach.spread.members', { members: formatPoints(members * data.oneOf) })}
          </span>,
        ])}
      </div>
    </section>
  )
}
