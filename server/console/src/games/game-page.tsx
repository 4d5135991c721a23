/** The page of all lotteries or of all group offers: a table, one of them in a drawer, and its editor. */
import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useSearchParams } from 'react-router'
import { mayChangeRules } from '../access'
import { useOperator } from '../operator'
import { type Columns, column } from '../parts/columns'
import { PageTurner, useCursorPages } from '../parts/cursor-pages'
import { DataTable } from '../parts/data-table'
import { PageHead } from '../parts/page-head'
import { EmptyView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { OpenTag } from './game-drawer'
import '../styles/coupons.css'
import '../styles/rewards.css'

export const PAGE = 50

interface Game {
  code: string
  open: boolean
  definition: { name: { zh: string; en: string } }
}
interface List<G> {
  data: { items: readonly G[]; nextCursor: string | null } | undefined
  isPlaceholderData: boolean
  error: Error | null
  refetch: () => unknown
}
interface Ways<F> {
  code: string | null
  file: F | null
  onClose: () => void
  onEdit: (file: F) => void
  onPublished: (code: string) => void
}
interface GamePageProps<G, F> {
  kind: 'draw' | 'group'
  drawing: 'receipt' | 'table'
  pages: ReturnType<typeof useCursorPages>
  list: List<G>
  columns: Columns<G>
  drawer: (ways: Pick<Ways<F>, 'code' | 'onClose' | 'onEdit'>) => ReactNode
  editor: (ways: Pick<Ways<F>, 'file' | 'onClose' | 'onPublished'>) => ReactNode
}

export function GamePage<G extends Game, F>(props: GamePageProps<G, F>) {
  const { kind, drawing, pages, list, columns, drawer, editor } = props
  const { say, pick } = usePreferences()
  const mayChange = mayChangeRules(useOperator().role)
  const [params, setParams] = useSearchParams()
  const [editing, setEditing] = useState<{ file: F | null } | null>(null)
  const look = (code: string | null) => setParams(code ? { [kind]: code } : {}, { replace: true })
  const create = mayChange ? (
    <Button type="primary" icon={<PlusOutlined aria-hidden="true" />} onClick={() => setEditing({ file: null })}>
      {say(`${kind}.new`)}
    </Button>
  ) : null
  const name = column<G>(
    say(`${kind}.one`),
    undefined,
    one => (
      <Button type="link" size="small" className="coupon-link" onClick={() => look(one.code)}>
        {pick(one.definition.name) || one.definition.name.zh}
      </Button>
    ),
    { className: 'wrap' },
  )
  const published = (code: string) => {
    setEditing(null)
    look(code)
  }
  return (
    <>
      <PageHead title={say(`${kind}.title`)} note={say(`${kind}.note`)} actions={create} />
      <div className="card">
        <DataTable<G>
          label={say(`${kind}.title`)}
          minWidth={940}
          rows={list.data?.items}
          stale={list.isPlaceholderData}
          error={list.error}
          retry={() => list.refetch()}
          rowKey={one => one.code}
          columns={[name, column(say('batch.state'), 90, one => <OpenTag open={one.open} />), ...columns]}
          empty={
            <EmptyView drawing={drawing} title={say(`${kind}.none`)} hint={say(`${kind}.none.hint`)} action={create} />
          }
        />
        <PageTurner pages={pages} nextCursor={list.data?.nextCursor} />
      </div>
      {drawer({ code: params.get(kind), onClose: () => look(null), onEdit: file => setEditing({ file }) })}
      {editing ? editor({ file: editing.file, onClose: () => setEditing(null), onPublished: published }) : null}
    </>
  )
}
