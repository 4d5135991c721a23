/** The sums of a backtest, and the report made from them. Pure. */
import type { Backtest } from '@huitou/shared/simulations'
import type { z } from 'zod'
import { costOf, type PointCost } from '../earning/caps.rules.js'
import { explainedOf } from '../earning/earning.rules.js'
import type { Bilingual, Trace } from '../earning/trace.rules.js'

export type Report = NonNullable<z.infer<typeof Backtest>['report']>
type Change = Report['total']

/** A purchase as it came out under both sets of rules. */
export interface Compared {
  memberId: number
  storeId: number
  tier: string
  /** "2026-11", in store time. */
  month: string
  billNo: string
  paidAt: Date
  paidFen: number
  /** What was given at the time. */
  recorded: number
  live: number
  proposed: number
  trace: Trace
}

interface Sum {
  purchases: number
  live: number
  proposed: number
  /** By how much each member is better (or worse) off. */
  members: Map<number, number>
}

export interface Sums {
  total: Sum
  tiers: Map<string, Sum>
  stores: Map<number, Sum>
  months: Map<string, Sum>
  changed: Compared[]
  different: number
}

export interface ReportNames {
  members: ReadonlyMap<number, string>
  stores: ReadonlyMap<number, string>
  tiers: ReadonlyMap<string, Bilingual>
}

const MOST_CHANGED = 20

export const noSums = (): Sums => ({
  total: noSum(),
  tiers: new Map(),
  stores: new Map(),
  months: new Map(),
  changed: [],
  different: 0,
})

const noSum = (): Sum => ({ purchases: 0, live: 0, proposed: 0, members: new Map() })

export function compare(sums: Sums, of: Compared): void {
  for (const sum of [
    sums.total,
    groupOf(sums.tiers, of.tier),
    groupOf(sums.stores, of.storeId),
    groupOf(sums.months, of.month),
  ]) {
    sum.purchases += 1
    sum.live += of.live
    sum.proposed += of.proposed
    sum.members.set(of.memberId, (sum.members.get(of.memberId) ?? 0) + of.proposed - of.live)
  }
  if (of.live !== of.recorded) sums.different += 1
  keepLargest(sums.changed, of)
}

function groupOf<K>(groups: Map<K, Sum>, key: K): Sum {
  const known = groups.get(key)
  if (known) return known
  const sum = noSum()
  groups.set(key, sum)
  return sum
}

const sizeOf = ({ live, proposed }: Compared): number => Math.abs(proposed - live)

/** The largest changes first; of equal ones the earlier purchase. */
function keepLargest(changed: Compared[], of: Compared): void {
  const size = sizeOf(of)
  if (size === 0) return
  const place = changed.findIndex(other => sizeOf(other) < size)
  if (place < 0) changed.push(of)
  else changed.splice(place, 0, of)
  if (changed.length > MOST_CHANGED) changed.pop()
}

export function reportOf(sums: Sums, names: ReportNames, by: { cost: PointCost; milliseconds: number }): Report {
  const changeOf = (sum: Sum): Change => {
    const deltas = [...sum.members.values()]
    return {
      purchases: sum.purchases,
      members: sum.members.size,
      pointsLive: sum.live,
      pointsProposed: sum.proposed,
      costFenLive: costOf(sum.live, by.cost),
      costFenProposed: costOf(sum.proposed, by.cost),
      better: deltas.filter(delta => delta > 0).length,
      worse: deltas.filter(delta => delta < 0).length,
    }
  }
  const rungs = [...names.tiers.keys()]
  return {
    total: changeOf(sums.total),
    tiers: [...sums.tiers]
      .sort(([a], [b]) => rungs.indexOf(a) - rungs.indexOf(b))
      .map(([tier, sum]) => ({ tier, name: names.tiers.get(tier) ?? { zh: tier, en: tier }, ...changeOf(sum) })),
    stores: [...sums.stores]
      .sort(([a], [b]) => a - b)
      .map(([id, sum]) => ({ storeId: String(id), name: names.stores.get(id) ?? String(id), ...changeOf(sum) })),
    months: [...sums.months].sort(([a], [b]) => (a < b ? -1 : 1)).map(([month, sum]) => ({ month, ...changeOf(sum) })),
    changed: sums.changed.map(of => ({
      memberNo: names.members.get(of.memberId) ?? '',
      storeName: names.stores.get(of.storeId) ?? '',
      billNo: of.billNo,
      paidAt: of.paidAt.toISOString(),
      paidFen: of.paidFen,
      live: of.live,
      proposed: of.proposed,
      explained: explainedOf(of.trace),
    })),
    different: sums.different,
    assumptions: ASSUMPTIONS,
    milliseconds: by.milliseconds,
  }
}

/** What a report takes for granted; shown beside its figures. */
export const ASSUMPTIONS: Bilingual[] = [
  {
    zh: '按账本入账顺序重算；到店次数、上次到店时间和当时等级取自当时的记录',
    en: 'Purchases are replayed in ledger order, with the visits and tier of their time as recorded',
  },
  {
    zh: '退款不计入：比较的是每笔消费最初给出的积分',
    en: 'Refunds are left out: what each purchase gave at first is compared',
  },
  {
    zh: '拟用规则在整个时段内生效，顾客的行为不因规则而改变',
    en: 'The proposed rules hold over the whole time, and nobody behaves otherwise because of them',
  },
  {
    zh: '上限和预算从时段开始时的实际用量接着算',
    en: 'Caps and budgets go on from what was really used when the time began',
  },
  {
    zh: '成本变化按现在的积分成本计算，金额预算按当时的成本扣减；已移除的标签视为从未有过',
    en: 'Costs are reckoned at what a point costs now, budgets in money at what it cost then; tags that were taken away since count as never given',
  },
]
