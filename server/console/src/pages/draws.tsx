import { PlusOutlined } from '@ant-design/icons'
import { formatPoints, formatYuan } from '@huitou/shared/amounts'
import { Button, Tooltip } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { mayChangeRules } from '../access'
import type { Pool, PoolFile } from '../games/game'
import { OpenTag } from '../games/game-drawer'
import { PoolDrawer } from '../games/pool-drawer'
import { PoolEditor } from '../games/pool-editor'
import { useOperator } from '../operator'
import { type Columns, column, figures, Quiet } from '../parts/columns'
import { PageTurner, useCursorPages } from '../parts/cursor-pages'
import { DataTable } from '../parts/data-table'
import { PageHead } from '../parts/page-head'
import { EmptyView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import '../styles/coupons.css'
import '../styles/rewards.css'

const PAGE = 50

/** All lotteries and how they go; one in a drawer, and its editor. */
export function DrawsPage() {
  const { say } = usePreferences()
  const mayChange = mayChangeRules(useOperator().role)
  const [params, setParams] = useSearchParams()
  const pages = useCursorPages()
  const list = useRead('GET /console/draw-pools', { query: { cursor: pages.cursor, limit: PAGE } }, { keep: true })
  const [editing, setEditing] = useState<{ file: PoolFile | null } | null>(null)
  const look = (code: string | null) => setParams(code ? { draw: code } : {}, { replace: true })
  const create = mayChange ? (
    <Button type="primary" icon={<PlusOutlined aria-hidden="true" />} onClick={() => setEditing({ file: null })}>
      {say('draw.new')}
    </Button>
  ) : null
  return (
    <>
      <PageHead title={say('draw.title')} note={say('draw.note')} actions={create} />
      <div className="card">
        <DataTable<Pool>
          label={say('draw.title')}
          minWidth={940}
          rows={list.data?.items}
          stale={list.isPlaceholderData}
          error={list.error}
          retry={() => list.refetch()}
          rowKey={one => one.code}
          columns={useColumns(look)}
          empty={<EmptyView drawing="receipt" title={say('draw.none')} hint={say('draw.none.hint')} action={create} />}
        />
        <PageTurner pages={pages} nextCursor={list.data?.nextCursor} />
      </div>
      <PoolDrawer code={params.get('draw')} onClose={() => look(null)} onEdit={file => setEditing({ file })} />
      {editing ? (
        <PoolEditor
          file={editing.file}
          onClose={() => setEditing(null)}
          onPublished={code => {
            setEditing(null)
            look(code)
          }}
        />
      ) : null}
    </>
  )
}

function useColumns(look: (code: string) => void): Columns<Pool> {
  const { say, pick } = usePreferences()
  return [
    column(
      say('draw.one'),
      undefined,
      one => (
        <Button type="link" size="small" className="coupon-link" onClick={() => look(one.code)}>
          {pick(one.definition.name) || one.definition.name.zh}
        </Button>
      ),
      { className: 'wrap' },
    ),
    column(say('batch.state'), 90, one => <OpenTag open={one.open} />),
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
