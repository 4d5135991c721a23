import { PlusOutlined } from '@ant-design/icons'
import { formatPoints, formatYuan } from '@huitou/shared/amounts'
import { Button } from 'antd'
import { useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { mayChangeRules, maySeeCost } from '../access'
import { type CouponFile, type Summary, shareText } from '../coupons/coupon'
import { CouponDrawer } from '../coupons/coupon-drawer'
import { CouponEditor } from '../coupons/coupon-editor'
import { useOperator } from '../operator'
import { type Columns, column, figures, Quiet } from '../parts/columns'
import { PageTurner, useCursorPages } from '../parts/cursor-pages'
import { DataTable } from '../parts/data-table'
import { PageHead } from '../parts/page-head'
import { Bone, EmptyView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import '../styles/coupons.css'

const PAGE = 50
type Editing = { file: CouponFile | null } | null

/** All coupons and how they go; one of them in a drawer, and its editor over it. */
export function CouponsPage() {
  const { say } = usePreferences()
  const { role } = useOperator()
  const mayChange = mayChangeRules(role)
  const [params, setParams] = useSearchParams()
  const pages = useCursorPages()
  const list = useRead('GET /console/coupons', { query: { cursor: pages.cursor, limit: PAGE } }, { keep: true })
  const [editing, setEditing] = useState<Editing>(null)
  const navigate = useNavigate()
  const look = (code: string | null) => setParams(code ? { coupon: code } : {}, { replace: true })
  const create = mayChange ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEditing({ file: null })}>
      {say('coupons.new')}
    </Button>
  ) : null
  const items = list.data?.items
  return (
    <>
      <PageHead
        title={say('coupons.title')}
        note={items ? <Note items={items} /> : list.error ? null : <Bone width={220} />}
        actions={
          <>
            {items && items.length > 0 && maySeeCost(role) ? (
              <Button onClick={() => navigate('/coupons/stacking')}>{say('coupons.stack')}</Button>
            ) : null}
            {create}
          </>
        }
      />
      <div className="card">
        <DataTable<Summary>
          label={say('coupons.title')}
          minWidth={1060}
          rows={items}
          stale={list.isPlaceholderData}
          error={list.error}
          retry={() => list.refetch()}
          rowKey={one => one.code}
          columns={useColumns(look)}
          empty={
            <EmptyView drawing="receipt" title={say('coupons.none')} hint={say('coupons.none.hint')} action={create} />
          }
        />
        <PageTurner pages={pages} nextCursor={list.data?.nextCursor} />
      </div>
      <CouponDrawer code={params.get('coupon')} onClose={() => look(null)} onEdit={file => setEditing({ file })} />
      <Editor editing={editing} onClose={() => setEditing(null)} onPublished={look} />
    </>
  )
}

interface EditorProps {
  editing: Editing
  onClose: () => void
  onPublished: (code: string) => void
}

function Editor({ editing, onClose, onPublished }: EditorProps) {
  if (!editing) return null
  const published = (code: string) => {
    onClose()
    onPublished(code)
  }
  return <CouponEditor open file={editing.file} onClose={onClose} onPublished={published} />
}

function Note({ items }: { items: readonly Summary[] }) {
  const { say } = usePreferences()
  const sum = (of: (one: Summary) => number) => formatPoints(items.reduce((total, one) => total + of(one), 0))
  return (
    <>
      {say('coupons.note', {
        count: items.length,
        issued: sum(one => one.figures.issued),
        used: sum(one => one.figures.used),
      })}
    </>
  )
}

function useColumns(look: (code: string) => void): Columns<Summary> {
  const { say, pick } = usePreferences()
  return [
    column(
      say('coupons.name'),
      undefined,
      one => (
        <span className="stacked">
          <Button
            type="link"
            size="small"
            className="coupon-link"
            onClick={() => look(one.code)}
            aria-label={say('coupons.open_named', { name: pick(one.definition.name) || one.definition.name.zh })}
          >
            {pick(one.definition.name) || one.definition.name.zh}
          </Button>
          <span className="quiet">{pick(one.sentence)}</span>
        </span>
      ),
      { className: 'wrap' },
    ),
    column(say('coupon.type'), 110, one => say(`coupon.type.${one.definition.effect.type}`)),
    column(say('coupons.value'), 120, one => <strong>{pick(one.face.value)}</strong>, { className: 'wrap' }),
    figures(say('coupons.issued'), 140, ({ figures: of }) => `${formatPoints(of.issued)} / ${formatPoints(of.stock)}`),
    figures(say('coupons.used'), 80, ({ figures: of }) => <Quiet when={of.used === 0}>{formatPoints(of.used)}</Quiet>),
    figures(say('coupons.used.share'), 90, ({ figures: of }) => shareText(of.used, of.issued)),
    figures(say('coupons.expired'), 80, ({ figures: of }) => (
      <Quiet when={of.expired === 0}>{formatPoints(of.expired)}</Quiet>
    )),
    figures(say('coupons.expired.share'), 90, ({ figures: of }) => shareText(of.expired, of.issued)),
    figures(say('coupons.cost'), 110, ({ figures: of }) => formatYuan(of.costFen)),
  ]
}
