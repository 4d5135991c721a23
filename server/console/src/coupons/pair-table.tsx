import { formatYuan } from '@huitou/shared/amounts'
import { Tag } from 'antd'
import { column, figures } from '../parts/columns'
import { DataTable } from '../parts/data-table'
import { usePreferences } from '../preferences'
import type { Worst } from './stacking'

type Pair = Worst['pairs'][number]

/** Every two coupons that go together, those that leave least first. */
export function PairTable({ pairs, stale }: { pairs: Worst['pairs'] | undefined; stale: boolean }) {
  const { say, pick } = usePreferences()
  return (
    <DataTable<Pair>
      label={say('pairs.title')}
      minWidth={720}
      rows={pairs}
      stale={stale}
      skeletonRows={3}
      pageSize={10}
      rowKey={one => `${one.a.code}+${one.b.code}`}
      empty={<p className="padded quiet">{say('pairs.none')}</p>}
      columns={[
        column(say('pairs.a'), 180, one => pick(one.a.name), { className: 'wrap' }),
        column(say('pairs.b'), 180, one => pick(one.b.name), { className: 'wrap' }),
        figures(say('worst.total.short'), 110, one => formatYuan(one.totalFen)),
        figures(say('stack.off'), 110, one => formatYuan(one.offFen)),
        figures(say('stack.left'), 120, one => (
          <span className={one.isBelow ? 'bad' : undefined}>{formatYuan(one.marginFen)}</span>
        )),
        column(say('pairs.verdict'), undefined, one =>
          one.isBelow ? <Tag color="error">{say('pairs.below')}</Tag> : <Tag>{say('pairs.above')}</Tag>,
        ),
      ]}
    />
  )
}
