import { formatPoints } from '@huitou/shared/amounts'
import { digits, figures } from '../parts/columns'
import { DataTable } from '../parts/data-table'
import { MonthBars } from '../parts/month-bars'
import { MonthCard } from '../parts/month-card'
import { EmptyView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import type { ConsoleTiers } from './ladder'

type Month = ConsoleTiers['movement'][number]

/** Who rose, kept and fell, month by month. */
export function Movement({ months }: { months: readonly Month[] | undefined }) {
  const { say } = usePreferences()
  const bars = (['rose', 'kept', 'fell'] as const).map(kind => ({
    name: say(`tiers.${kind}`),
    of: (month: Month) => month[kind],
  }))
  const empty = <EmptyView drawing="bowl" title={say('tiers.movement.none')} hint={say('tiers.movement.hint')} />
  return (
    <MonthCard
      title={say('tiers.movement')}
      ready={months !== undefined}
      bars={() => <MonthBars months={months ?? []} bars={bars} unit={say('tiers.movement.unit')} empty={empty} />}
      table={() => (
        <DataTable<Month>
          label={say('tiers.movement')}
          minWidth={420}
          rows={months?.toReversed()}
          rowKey={month => month.month}
          empty={empty}
          columns={[
            digits(say('tiers.month'), undefined, month => month.month),
            ...bars.map(bar => figures<Month>(bar.name, undefined, month => formatPoints(bar.of(month)))),
          ]}
        />
      )}
    />
  )
}
