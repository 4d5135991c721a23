import { formatPoints, formatYuan } from '@huitou/shared/amounts'
import { Card, Descriptions } from 'antd'
import { column, figures, Quiet } from '../parts/columns'
import { DataTable } from '../parts/data-table'
import { EmptyView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { asksOf, type ConsoleTiers, type Rung, rightOf } from './ladder'

/** The ladder as it is, with who stands on it and what each rung costs. */
export function LadderTable({
  tiers,
  error,
  retry,
}: {
  tiers: ConsoleTiers | undefined
  error: Error | null
  retry: () => void
}) {
  const { say, pick } = usePreferences()
  const headOf = (rung: Rung) => tiers?.heads.find(head => head.code === rung.code)
  const costOf = (rung: Rung) => tiers?.cost.find(cost => cost.code === rung.code)
  return (
    <Card title={say('tiers.ladder')} styles={{ body: { padding: 0 } }}>
      <DataTable<Rung>
        label={say('tiers.ladder')}
        minWidth={980}
        rows={tiers?.ladder.rungs}
        error={error}
        retry={retry}
        rowKey={rung => rung.code}
        skeletonRows={4}
        empty={<EmptyView drawing="bowl" title={say('tiers.movement.none')} />}
        columns={[
          column(say('tiers.name'), 110, rung => <strong>{pick(rung.name)}</strong>),
          column(say('tiers.asks'), 200, rung => asksOf(rung, say)),
          figures(say('tiers.percent'), 90, rung => `${rung.percent}%`),
          column(say('tiers.rights'), undefined, rung => <RightsCell rung={rung} />),
          figures(say('tiers.heads'), 90, rung => formatPoints(headOf(rung)?.members ?? 0)),
          figures(say('tiers.share'), 70, rung => `${headOf(rung)?.sharePercent ?? 0}%`),
          figures(say('tiers.cost'), 140, rung => (
            <Quiet when={(costOf(rung)?.points ?? 0) === 0}>{formatPoints(costOf(rung)?.points ?? 0)}</Quiet>
          )),
          figures(say('tiers.cost.fen'), 100, rung => (
            <Quiet when={(costOf(rung)?.fen ?? 0) === 0}>{formatYuan(costOf(rung)?.fen ?? 0)}</Quiet>
          )),
        ]}
      />
      {tiers ? <Terms tiers={tiers} /> : null}
    </Card>
  )
}

function RightsCell({ rung }: { rung: Rung }) {
  const { say, pick } = usePreferences()
  if (rung.rights.length === 0) return <span className="quiet">{say('tiers.rights.none')}</span>
  const all = rung.rights.map(right => rightOf(right, pick(right.name), say))
  return <span className="tier-rights">{all.join(say('tiers.and'))}</span>
}

function Terms({ tiers: { ladder } }: { tiers: ConsoleTiers }) {
  const { say } = usePreferences()
  const { window, graceDays, buyBackPoints } = ladder
  return (
    <Descriptions
      className="tier-terms"
      size="small"
      column={{ xs: 1, sm: 3 }}
      items={[
        { key: 'window', label: say('tiers.window'), children: say(`tiers.window.${window}`) },
        {
          key: 'grace',
          label: say('tiers.grace'),
          children: graceDays === 0 ? say('tiers.grace.none') : say('tiers.grace.days', { days: graceDays }),
        },
        {
          key: 'buy-back',
          label: say('tiers.buy_back'),
          children:
            buyBackPoints === null
              ? say('tiers.buy_back.none')
              : say('tiers.buy_back.points', { points: formatPoints(buyBackPoints) }),
        },
      ]}
    />
  )
}
