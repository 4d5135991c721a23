import { formatPoints, formatYuan } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { Switch, Tag } from 'antd'
import { mayChangeRules } from '../access'
import { call } from '../call'
import { useOperator } from '../operator'
import { type Columns, column, figures, Quiet } from '../parts/columns'
import { PageTurner, useCursorPages } from '../parts/cursor-pages'
import { DataTable } from '../parts/data-table'
import { PageHead } from '../parts/page-head'
import { Bone, EmptyView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useChange, useRead } from '../queries'
import type { Say } from '../texts'

type Reward = ReplyOf<'GET /console/rewards'>['items'][number]

const PAGE = 50

/** All rewards, how they go and what they cost; those on the shelf first. */
export function RewardsPage() {
  const { say } = usePreferences()
  const pages = useCursorPages()
  const list = useRead('GET /console/rewards', { query: { cursor: pages.cursor, limit: PAGE } }, { keep: true })
  const items = list.data?.items
  return (
    <>
      <PageHead
        title={say('rewards.title')}
        note={items ? <Note items={items} /> : list.error ? null : <Bone width={220} />}
      />
      <div className="card">
        <DataTable<Reward>
          label={say('rewards.title')}
          minWidth={980}
          rows={items}
          stale={list.isPlaceholderData}
          error={list.error}
          retry={() => list.refetch()}
          rowKey={one => one.code}
          columns={useColumns()}
          empty={<EmptyView drawing="receipt" title={say('rewards.none')} hint={say('rewards.none.hint')} />}
        />
        <PageTurner pages={pages} nextCursor={list.data?.nextCursor} />
      </div>
    </>
  )
}

function Note({ items }: { items: readonly Reward[] }) {
  const { say } = usePreferences()
  const shelf = items.filter(one => one.onShelf)
  const lately = items.reduce((sum, one) => sum + one.figures.lately, 0)
  const alerts = shelf.filter(one => one.alert).length
  return <>{say('rewards.note', { shelf: shelf.length, lately: formatPoints(lately), alerts })}</>
}

function useColumns(): Columns<Reward> {
  const { say, pick } = usePreferences()
  return [
    column(
      say('rewards.name'),
      undefined,
      one => (
        <span className="stacked">
          <strong>{pick(one.definition.name) || one.definition.name.zh}</strong>
          <span className="quiet">{pick(one.definition.note) || one.definition.note.zh}</span>
        </span>
      ),
      { className: 'wrap' },
    ),
    column(say('rewards.kind'), 90, one => say(`rewards.kind.${one.definition.gift.type}`)),
    column(say('rewards.price'), 160, one => priceText(say, one.definition)),
    figures(say('rewards.left'), 160, ({ alert, figures: of }) => (
      <>
        {alert ? <Tag color="warning">{say('rewards.low')}</Tag> : null}
        {`${formatPoints(of.left)} / ${formatPoints(of.stock)}`}
      </>
    )),
    figures(say('rewards.redeemed'), 90, ({ figures: of }) => (
      <Quiet when={of.redeemed === 0}>{formatPoints(of.redeemed)}</Quiet>
    )),
    figures(say('rewards.lately'), 90, ({ figures: of }) => (
      <Quiet when={of.lately === 0}>{formatPoints(of.lately)}</Quiet>
    )),
    figures(say('rewards.used'), 90, ({ figures: of }) => <Quiet when={of.used === 0}>{formatPoints(of.used)}</Quiet>),
    figures(say('rewards.cost'), 110, ({ figures: of }) =>
      of.milliFenPerPoint === null ? '—' : say('rewards.cost.fen', { fen: (of.milliFenPerPoint / 1000).toFixed(2) }),
    ),
    column(say('rewards.shelf'), 90, one => <ShelfSwitch reward={one} />),
  ]
}

function ShelfSwitch({ reward }: { reward: Reward }) {
  const { say, pick } = usePreferences()
  const mayChange = mayChangeRules(useOperator().role)
  const turn = useChange(
    (onShelf: boolean) =>
      call('PUT /console/rewards/:code/state', { params: { code: reward.code }, body: { onShelf } }),
    ['GET /console/rewards'],
  )
  return (
    <span className="stacked">
      <Switch
        checked={reward.onShelf}
        disabled={!mayChange}
        loading={turn.isPending}
        onChange={onShelf => turn.mutate(onShelf)}
        aria-label={say('rewards.shelf_named', { name: pick(reward.definition.name) || reward.definition.name.zh })}
      />
      {turn.error ? <span role="alert">{say('rewards.failed')}</span> : null}
    </span>
  )
}

function priceText(say: Say, { points, cashFen }: { points: number; cashFen: number }): string {
  if (points === 0) return formatYuan(cashFen)
  if (cashFen === 0) return say('rewards.price.points', { points: formatPoints(points) })
  return say('rewards.price.both', { points: formatPoints(points), yuan: formatYuan(cashFen) })
}
