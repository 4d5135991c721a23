import { PlusOutlined } from '@ant-design/icons'
import { formatPoints } from '@huitou/shared/amounts'
import { Button } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { mayChangeRules } from '../access'
import type { Offer, OfferFile } from '../games/game'
import { OpenTag } from '../games/game-drawer'
import { OfferDrawer } from '../games/offer-drawer'
import { OfferEditor } from '../games/offer-editor'
import { useOperator } from '../operator'
import { type Columns, column, figures, Quiet } from '../parts/columns'
import { PageTurner, useCursorPages } from '../parts/cursor-pages'
import { DataTable } from '../parts/data-table'
import { PageHead } from '../parts/page-head'
import { EmptyView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { shareText } from '../rewards/reward'
import '../styles/coupons.css'
import '../styles/rewards.css'

const PAGE = 50

/** All group offers and how they go; one in a drawer, and its editor. */
export function GroupOffersPage() {
  const { say } = usePreferences()
  const mayChange = mayChangeRules(useOperator().role)
  const [params, setParams] = useSearchParams()
  const pages = useCursorPages()
  const list = useRead('GET /console/group-offers', { query: { cursor: pages.cursor, limit: PAGE } }, { keep: true })
  const [editing, setEditing] = useState<{ file: OfferFile | null } | null>(null)
  const look = (code: string | null) => setParams(code ? { offer: code } : {}, { replace: true })
  const create = mayChange ? (
    <Button type="primary" icon={<PlusOutlined aria-hidden="true" />} onClick={() => setEditing({ file: null })}>
      {say('group.new')}
    </Button>
  ) : null
  return (
    <>
      <PageHead title={say('group.title')} note={say('group.note')} actions={create} />
      <div className="card">
        <DataTable<Offer>
          label={say('group.title')}
          minWidth={940}
          rows={list.data?.items}
          stale={list.isPlaceholderData}
          error={list.error}
          retry={() => list.refetch()}
          rowKey={one => one.code}
          columns={useColumns(look)}
          empty={<EmptyView drawing="table" title={say('group.none')} hint={say('group.none.hint')} action={create} />}
        />
        <PageTurner pages={pages} nextCursor={list.data?.nextCursor} />
      </div>
      <OfferDrawer code={params.get('offer')} onClose={() => look(null)} onEdit={file => setEditing({ file })} />
      {editing ? (
        <OfferEditor
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

function useColumns(look: (code: string) => void): Columns<Offer> {
  const { say, pick } = usePreferences()
  return [
    column(
      say('group.one'),
      undefined,
      one => (
        <Button type="link" size="small" className="coupon-link" onClick={() => look(one.code)}>
          {pick(one.definition.name) || one.definition.name.zh}
        </Button>
      ),
      { className: 'wrap' },
    ),
    column(say('batch.state'), 90, one => <OpenTag open={one.open} />),
    figures(say('group.size'), 90, one => one.definition.size),
    figures(say('group.points'), 110, one => formatPoints(one.definition.points)),
    figures(say('rewards.left'), 130, ({ figures: of }) => `${formatPoints(of.left)} / ${formatPoints(of.stock)}`),
    figures(say('group.filling'), 90, ({ figures: of }) => <Quiet when={of.open === 0}>{formatPoints(of.open)}</Quiet>),
    figures(say('group.filled'), 90, ({ figures: of }) => formatPoints(of.succeeded)),
    figures(say('group.rate'), 90, ({ figures: of }) => shareText(of.succeeded, of.succeeded + of.expired)),
    figures(say('group.held'), 120, ({ figures: of }) => <Quiet when={of.held === 0}>{formatPoints(of.held)}</Quiet>),
  ]
}
