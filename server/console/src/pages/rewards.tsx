import { PlusOutlined } from '@ant-design/icons'
import { formatPoints } from '@huitou/shared/amounts'
import { Button, Tag, Tooltip } from 'antd'
import { useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { mayChangeRules } from '../access'
import { useOperator } from '../operator'
import { type Columns, column, figures, Quiet } from '../parts/columns'
import { PageTurner, useCursorPages } from '../parts/cursor-pages'
import { DataTable } from '../parts/data-table'
import { PageHead } from '../parts/page-head'
import { Bone, EmptyView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { BulkBar } from '../rewards/bulk-bar'
import { usePrice } from '../rewards/price'
import { type Summary, shareText } from '../rewards/reward'
import { RewardDrawer } from '../rewards/reward-drawer'
import { useMany } from '../rewards/use-many'
import { dayOf } from '../times'
import '../styles/coupons.css'
import '../styles/rewards.css'

const PAGE = 50

/** All rewards, how they go and what they cost, those on the shelf first; one in a drawer, many by their ticks. */
export function RewardsPage() {
  const { say } = usePreferences()
  const navigate = useNavigate()
  const mayChange = mayChangeRules(useOperator().role)
  const [params, setParams] = useSearchParams()
  const pages = useCursorPages()
  const [chosen, setChosen] = useState<string[]>([])
  const many = useMany(() => setChosen([]))
  const list = useRead('GET /console/rewards', { query: { cursor: pages.cursor, limit: PAGE } }, { keep: true })
  const items = list.data?.items
  const look = (code: string | null) => setParams(withReward(params, code), { replace: true })
  const create = mayChange ? (
    <Button type="primary" icon={<PlusOutlined aria-hidden="true" />} onClick={() => navigate('/rewards/editor')}>
      {say('rewards.new')}
    </Button>
  ) : null
  return (
    <>
      <PageHead
        title={say('rewards.title')}
        note={items ? <Note items={items} /> : list.error ? null : <Bone width={220} />}
        actions={
          <>
            <Button onClick={() => navigate('/rewards/reach')}>{say('rewards.reach')}</Button>
            {create}
          </>
        }
      />
      <div className="card">
        {chosen.length > 0 ? <BulkBar codes={chosen} many={many} onClear={() => setChosen([])} /> : null}
        <DataTable<Summary>
          label={say('rewards.title')}
          minWidth={1060}
          rows={items}
          stale={list.isPlaceholderData}
          error={list.error}
          retry={() => list.refetch()}
          rowKey={one => one.code}
          columns={useColumns(look)}
          {...(mayChange
            ? {
                rowSelection: {
                  selectedRowKeys: chosen,
                  onChange: (keys: React.Key[]) => setChosen(keys.map(String)),
                  getCheckboxProps: (one: Summary) =>
                    ({ 'aria-label': say('table.one', { name: one.definition.name.zh }) }) as object,
                },
              }
            : {})}
          empty={
            <EmptyView drawing="receipt" title={say('rewards.none')} hint={say('rewards.none.hint')} action={create} />
          }
        />
        <PageTurner pages={pages} nextCursor={list.data?.nextCursor} />
      </div>
      <RewardDrawer code={params.get('reward')} onClose={() => look(null)} />
    </>
  )
}

/** The same address with this reward open, or none. */
function withReward(params: URLSearchParams, code: string | null): URLSearchParams {
  const next = new URLSearchParams(params)
  if (code) next.set('reward', code)
  else next.delete('reward')
  return next
}

function Note({ items }: { items: readonly Summary[] }) {
  const { say } = usePreferences()
  const shelf = items.filter(one => one.onShelf)
  const lately = items.reduce((sum, one) => sum + one.figures.lately, 0)
  const alerts = shelf.filter(one => one.alert).length
  return <>{say('rewards.note', { shelf: shelf.length, lately: formatPoints(lately), alerts })}</>
}

function useColumns(look: (code: string) => void): Columns<Summary> {
  const { say } = usePreferences()
  const price = usePrice()
  return [
    column(say('rewards.name'), undefined, one => <Name reward={one} look={look} />, { className: 'wrap' }),
    column(say('rewards.kind'), 76, one => say(`rewards.kind.${one.definition.gift.type}`)),
    column(say('rewards.price'), 150, one => price(one.definition)),
    figures(say('rewards.left'), 170, ({ alert, figures: of }) => (
      <>
        {alert ? <Tag color="warning">{say('rewards.low')}</Tag> : null}{' '}
        {`${formatPoints(of.left)} / ${formatPoints(of.stock)}`}
      </>
    )),
    figures(<Tooltip title={say('rewards.sold.about')}>{say('rewards.sold')}</Tooltip>, 80, ({ figures: of }) =>
      shareText(of.redeemed, of.stock),
    ),
    figures(say('rewards.lately'), 80, ({ figures: of }) => (
      <Quiet when={of.lately === 0}>{formatPoints(of.lately)}</Quiet>
    )),
    figures(say('rewards.used'), 70, ({ figures: of }) => <Quiet when={of.used === 0}>{formatPoints(of.used)}</Quiet>),
    figures(<Tooltip title={say('reward.figure.cost.about')}>{say('rewards.cost')}</Tooltip>, 100, ({ figures: of }) =>
      of.milliFenPerPoint === null ? '—' : say('rewards.cost.fen', { fen: (of.milliFenPerPoint / 1000).toFixed(2) }),
    ),
    column(say('rewards.when'), 130, one => <When reward={one} />, { className: 'wrap' }),
  ]
}

function Name({ reward: { code, definition }, look }: { reward: Summary; look: (code: string) => void }) {
  const { say, pick } = usePreferences()
  const name = pick(definition.name) || definition.name.zh
  return (
    <span className="reward-name">
      {definition.image ? (
        <img className="reward-mark little" src={`/images/${definition.image}-small`} alt="" loading="lazy" />
      ) : (
        <span className={`reward-mark little reward-mark-${definition.gift.type.toLowerCase()}`} aria-hidden="true">
          {[...name][0]}
        </span>
      )}
      <span className="stacked">
        <Button
          type="link"
          size="small"
          className="coupon-link"
          onClick={() => look(code)}
          aria-label={say('rewards.open_named', { name })}
        >
          {name}
        </Button>
        <span className="quiet">{pick(definition.note) || definition.note.zh}</span>
      </span>
    </span>
  )
}

/** On the shelf or off it, and what its schedule says. */
function When({ reward: { onShelf, definition } }: { reward: Summary }) {
  const { say } = usePreferences()
  const { from, until } = definition.window
  const now = Date.now()
  const last = until ? dayOf(Date.parse(until) - 1) : ''
  const words =
    from && Date.parse(from) > now
      ? say('rewards.when.from', { day: dayOf(from) })
      : until && Date.parse(until) <= now
        ? say('rewards.when.ended', { day: last })
        : until
          ? say('rewards.when.until', { day: last })
          : say('rewards.when.always')
  return (
    <span className="stacked">
      <span>
        <Tag color={onShelf ? 'success' : 'default'}>{say(onShelf ? 'rewards.shelf.on' : 'rewards.shelf.off')}</Tag>
      </span>
      <span className="quiet">{words}</span>
    </span>
  )
}
