import { formatPoints, formatYuan } from '@huitou/shared/amounts'
import { call } from '../call'
import { column, figures, Quiet } from '../parts/columns'
import { DataTable } from '../parts/data-table'
import { EmptyView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useChange, useRead } from '../queries'
import type { PoolFile, Prize } from './game'
import { GameDrawer } from './game-file'

interface PoolDrawerProps {
  code: string | null
  onClose: () => void
  onEdit: (file: PoolFile) => void
}

/** One lottery: what it gave against what its odds say, what is left, and the button that stops it. */
export function PoolDrawer({ code, onClose, onEdit }: PoolDrawerProps) {
  const { say } = usePreferences()
  const params = { code: code ?? '' }
  const file = useRead('GET /console/draw-pools/:code', { params }, { enabled: code !== null })
  const turn = useChange(
    (open: boolean) => call('PUT /console/draw-pools/:code/state', { params, body: { open } }),
    ['GET /console/draw-pools', 'GET /console/draw-pools/:code', 'GET /console/audit'],
  )
  return (
    <GameDrawer<PoolFile>
      kind="draw"
      width={880}
      {...{ code, file, turn, onClose, onEdit }}
      ask={() => say('draw.stop.ask')}
      line={({ definition: { points, limits } }) => say('draw.line', { points, day: limits.perDay })}
      figures={({ figures: of }) => [
        [say('draw.draws'), formatPoints(of.draws)],
        [say('draw.today'), formatPoints(of.today)],
        [say('reward.file.members'), formatPoints(of.members)],
        [say('reward.file.points'), formatPoints(of.points)],
        [say('draw.given'), formatPoints(of.pointsGiven)],
        [say('draw.worth'), formatYuan(of.worthFen)],
      ]}
      more={data => <Prizes file={data} />}
    />
  )
}

function Prizes({ file }: { file: PoolFile }) {
  const { say } = usePreferences()
  const of = ({ code }: Prize) => file.figures.prizes.find(one => one.code === code)
  return (
    <>
      <h3>{say('draw.prizes')}</h3>
      <DataTable<Prize>
        inside
        label={say('draw.prizes')}
        minWidth={640}
        rows={file.definition.prizes}
        rowKey={one => one.code}
        empty={<EmptyView drawing="receipt" title={say('draw.prizes')} />}
        columns={[
          column(say('draw.name'), undefined, one => one.name.zh, { className: 'wrap' }),
          figures(say('draw.odds'), 100, one => `${(one.odds / 10_000).toFixed(2)}%`),
          figures(say('draw.real'), 100, one => realShare(file, one)),
          figures(say('draw.given.count'), 90, one => {
            const given = of(one)?.given ?? 0
            return <Quiet when={given === 0}>{formatPoints(given)}</Quiet>
          }),
          figures(say('draw.left'), 110, one => {
            const left = of(one)?.left ?? null
            return left === null ? say('draw.endless') : `${formatPoints(left)} / ${formatPoints(one.stock ?? 0)}`
          }),
        ]}
      />
      <p className="page-note">{say('draw.proof')}</p>
    </>
  )
}

/** How often it was landed on, also where it was out of stock by then. */
function realShare({ figures: of }: PoolFile, { code }: Prize): string {
  const prize = of.prizes.find(one => one.code === code)
  if (!prize || of.draws === 0) return '—'
  return `${(((prize.given + prize.missed) / of.draws) * 100).toFixed(2)}%`
}
