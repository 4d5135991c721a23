import { formatPoints, formatYuan } from '@huitou/shared/amounts'
import { Tooltip } from 'antd'
import type { Pool, PoolFile } from '../games/game'
import { GamePage, PAGE } from '../games/game-page'
import { PoolDrawer } from '../games/pool-drawer'
import { PoolEditor } from '../games/pool-editor'
import { type Columns, figures, Quiet } from '../parts/columns'
import { useCursorPages } from '../parts/cursor-pages'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'

/** All lotteries and how they go; one in a drawer, and its editor. */
export function DrawsPage() {
  const pages = useCursorPages()
  const list = useRead('GET /console/draw-pools', { query: { cursor: pages.cursor, limit: PAGE } }, { keep: true })
  return (
    <GamePage<Pool, PoolFile>
      kind="draw"
      drawing="receipt"
      {...{ pages, list }}
      columns={useColumns()}
      drawer={ways => <PoolDrawer {...ways} />}
      editor={ways => <PoolEditor {...ways} />}
    />
  )
}

function useColumns(): Columns<Pool> {
  const { say } = usePreferences()
  return [
    figures(say('draw.price'), 110, one => formatPoints(one.definition.points)),
    figures(<Tooltip title={say('draw.expected.about')}>{say('draw.expected.short')}</Tooltip>, 120, one =>
      formatYuan(Math.round(one.expectedMilliFen / 1000)),
    ),
    figures(say('draw.draws'), 90, ({ figures: of }) => <Quiet when={of.draws === 0}>{formatPoints(of.draws)}</Quiet>),
    figures(say('draw.today'), 90, ({ figures: of }) => <Quiet when={of.today === 0}>{formatPoints(of.today)}</Quiet>),
    figures(say('reward.file.members'), 100, ({ figures: of }) => formatPoints(of.members)),
    figures(say('reward.file.points'), 110, ({ figures: of }) => formatPoints(of.points)),
    figures(say('draw.worth'), 120, ({ figures: of }) => formatYuan(of.worthFen)),
  ]
}
