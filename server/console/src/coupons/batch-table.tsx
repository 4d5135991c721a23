import { MoreOutlined } from '@ant-design/icons'
import { formatPoints, formatYuan } from '@huitou/shared/amounts'
import { App, Button, Dropdown, Tag } from 'antd'
import { useState } from 'react'
import { mayChangeRules } from '../access'
import { call } from '../call'
import { useOperator } from '../operator'
import { actions, type Columns, column, figures, Quiet } from '../parts/columns'
import { PageTurner, useCursorPages } from '../parts/cursor-pages'
import { DataTable } from '../parts/data-table'
import { EmptyView, textOf } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useChange, useRead } from '../queries'
import { type Batch, shareText } from './coupon'
import { ImportDialog } from './import-dialog'
import { IssueDialog } from './issue-dialog'
import { TaskDialog } from './task-dialog'

const colours = { OPEN: 'success', PAUSED: 'default', RECALLED: 'error' } as const
const PAGE = 10
/** While a recall or an extension goes on behind. */
export type Deed = 'ISSUE' | 'IMPORT' | 'RECALL' | 'EXTEND'

/** The batches of one coupon with their sell-through, and what can be done with each. */
export function BatchTable({ code, onOpen }: { code: string; onOpen: (() => void) | null }) {
  const { say } = usePreferences()
  const pages = useCursorPages()
  const list = useRead(
    'GET /console/coupon-batches',
    { query: { code, cursor: pages.cursor, limit: PAGE } },
    { keep: true },
  )
  const [doing, setDoing] = useState<{ deed: Deed; batch: Batch } | null>(null)
  const close = () => setDoing(null)
  return (
    <>
      <DataTable<Batch>
        label={say('coupons.batches')}
        minWidth={980}
        rows={list.data?.items}
        stale={list.isPlaceholderData}
        error={list.error}
        retry={() => list.refetch()}
        rowKey={one => one.id}
        skeletonRows={3}
        columns={useColumns((deed, batch) => setDoing({ deed, batch }))}
        empty={
          <EmptyView
            drawing="receipt"
            title={say('batch.none')}
            hint={say('batch.none.hint')}
            action={onOpen ? <Button onClick={onOpen}>{say('batch.new')}</Button> : null}
          />
        }
      />
      <PageTurner pages={pages} nextCursor={list.data?.nextCursor} />
      {doing?.deed === 'ISSUE' ? <IssueDialog batch={doing.batch} onClose={close} /> : null}
      {doing?.deed === 'IMPORT' ? <ImportDialog batch={doing.batch} onClose={close} /> : null}
      {doing?.deed === 'RECALL' || doing?.deed === 'EXTEND' ? (
        <TaskDialog batch={doing.batch} kind={doing.deed} onClose={close} />
      ) : null}
    </>
  )
}

function useColumns(act: (deed: Deed, batch: Batch) => void): Columns<Batch> {
  const { say } = usePreferences()
  const mayChange = mayChangeRules(useOperator().role)
  const count = (key: 'used' | 'expired' | 'recalled') =>
    figures<Batch>(say(`coupons.${key}`), 80, ({ figures: of }) => (
      <Quiet when={of[key] === 0}>{formatPoints(of[key])}</Quiet>
    ))
  return [
    column(say('batch.name'), undefined, one => (
      <span className="stacked">
        <span>{one.name}</span>
        <span className="quiet">{`${say(`batch.source.${one.source}`)} · ${say('coupon.version', { version: one.version })}`}</span>
      </span>
    )),
    column(say('batch.state'), 110, one => (
      <>
        <Tag color={colours[one.state]}>{say(`batch.state.${one.state}`)}</Tag>
        {one.working ? <Tag color="processing">{say('batch.working')}</Tag> : null}
      </>
    )),
    figures(
      say('coupons.issued'),
      130,
      one => `${formatPoints(one.figures.issued)} / ${formatPoints(one.figures.stock)}`,
    ),
    count('used'),
    figures(say('coupons.used.share'), 90, ({ figures: of }) => shareText(of.used, of.issued)),
    count('expired'),
    count('recalled'),
    figures(say('coupons.cost'), 110, one => formatYuan(one.figures.costFen)),
    ...(mayChange ? [actions<Batch>(say('table.actions'), 110, one => <Deeds batch={one} act={act} />)] : []),
  ]
}

function Deeds({ batch, act }: { batch: Batch; act: (deed: Deed, batch: Batch) => void }) {
  const { say, language } = usePreferences()
  const { message } = App.useApp()
  const next = batch.state === 'OPEN' ? 'PAUSED' : 'OPEN'
  const turn = useChange(
    () => call('PUT /console/coupon-batches/:id/state', { params: { id: batch.id }, body: { state: next } }),
    ['GET /console/coupon-batches', 'GET /console/audit'],
  )
  if (batch.state === 'RECALLED') return null
  const toggle = () => turn.mutate(undefined, { onError: error => message.error(textOf(error, say, language)) })
  const items = [
    batch.source === 'CODES'
      ? { key: 'IMPORT', label: say('batch.import') }
      : { key: 'ISSUE', label: say('batch.issue') },
    { key: 'EXTEND', label: say('batch.extend') },
    { key: 'RECALL', label: say('batch.recall'), danger: true },
  ]
  return (
    <>
      <Button
        type="link"
        size="small"
        loading={turn.isPending}
        onClick={toggle}
        aria-label={`${say(next === 'OPEN' ? 'batch.resume' : 'batch.pause')} ${batch.name}`}
      >
        {say(next === 'OPEN' ? 'batch.resume' : 'batch.pause')}
      </Button>
      <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => act(key as Deed, batch) }}>
        <Button
          type="text"
          size="small"
          icon={<MoreOutlined />}
          aria-label={say('batch.more_named', { name: batch.name })}
        />
      </Dropdown>
    </>
  )
}
