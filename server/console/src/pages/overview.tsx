import type { ReplyOf } from '@huitou/shared/client'
import type { CSSProperties } from 'react'
import { mayChangeStores } from '../access'
import { useOperator } from '../operator'
import { FigureTile, FigureTileBones } from '../parts/figure-tile'
import { MonthBars } from '../parts/month-bars'
import { MonthCard } from '../parts/month-card'
import { type MonthFigures, MonthTable } from '../parts/month-table'
import { PageHead } from '../parts/page-head'
import { SetUpSteps } from '../parts/set-up-steps'
import { Bone, EmptyView, ErrorView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { minuteOf } from '../times'

type Overview = ReplyOf<'GET /console/overview'>

const bones = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

export function OverviewPage() {
  const { say } = usePreferences()
  const operator = useOperator()
  const overview = useRead('GET /console/overview')
  const data = overview.data
  const firstDay = data?.months.every(month => month.bills === 0 && month.issued === 0)
  return (
    <>
      <PageHead
        title={say('overview.title')}
        note={data ? say('overview.as_of', { at: minuteOf(data.asOf) }) : overview.error ? null : <Bone width={150} />}
      />
      {!data && overview.error ? (
        <div className="card">
          <ErrorView error={overview.error} retry={() => overview.refetch()} />
        </div>
      ) : null}
      {firstDay ? <FirstDay mayChange={mayChangeStores(operator.role)} /> : null}
      {firstDay || (!data && overview.error) ? null : <Figures data={data} />}
    </>
  )
}

/** Before anything was sold: what to do next, instead of a page of zeros. */
function FirstDay({ mayChange }: { mayChange: boolean }) {
  const { say } = usePreferences()
  if (mayChange) return <SetUpSteps />
  return (
    <div className="card">
      <EmptyView drawing="bowl" title={say('overview.months.none')} hint={say('overview.first_day')} />
    </div>
  )
}

/** Rows of tiles come out even: by four when the count allows it, else by three. */
function tiles(count = 8): CSSProperties {
  return { '--tile': count % 4 === 0 || count % 4 === 3 ? '240px' : '300px' } as CSSProperties
}

function Figures({ data }: { data: Overview | undefined }) {
  const { say } = usePreferences()
  return (
    <>
      <section
        className="figure-grid"
        style={tiles(data?.figures.length)}
        aria-label={say('overview.figures')}
        aria-busy={!data}
      >
        {data
          ? data.figures.map(figure => <FigureTile key={figure.name.zh} figure={figure} asOf={data.asOf} />)
          : bones.map(name => <FigureTileBones key={name} />)}
      </section>
      <Months data={data} />
    </>
  )
}

function Months({ data }: { data: Overview | undefined }) {
  const { say } = usePreferences()
  const bars = (['issued', 'spent', 'expired'] as const).map(kind => ({
    name: say(`overview.${kind}`),
    of: (month: MonthFigures) => month[kind],
  }))
  const empty = <EmptyView drawing="bowl" title={say('overview.months.none')} hint={say('overview.months.hint')} />
  return (
    <MonthCard
      title={say('overview.months')}
      ready={data !== undefined}
      bars={() => (
        <MonthBars months={data?.months ?? []} bars={bars} unit={say('overview.months.unit')} empty={empty} />
      )}
      table={() => <MonthTable months={data?.months ?? []} empty={empty} />}
    />
  )
}
