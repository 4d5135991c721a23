import { PlusOutlined } from '@ant-design/icons'
import { formatPoints } from '@huitou/shared/amounts'
import { Button, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { useSearchParams } from 'react-router'
import { mayChangeMessages } from '../access'
import { CampaignDrawer } from '../messages/campaign-drawer'
import { QueueStrip } from '../messages/queue-strip'
import { isMoving, progressOf, type Send, type SendList, speedOf } from '../messages/send'
import { SendDrawer } from '../messages/send-drawer'
import { SendState, useSendName } from '../messages/send-state'
import { KINDS, type MessageKind } from '../messages/template'
import { useOperator } from '../operator'
import { type Columns, column, digits, figures, Quiet } from '../parts/columns'
import { PageTurner, useCursorPages } from '../parts/cursor-pages'
import { DataTable } from '../parts/data-table'
import { PageHead } from '../parts/page-head'
import { Bone, EmptyView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { sayCode } from '../texts'
import { minuteOf } from '../times'
import '../styles/messages.css'
import '../styles/sends.css'

const PAGE = 20
const MOVING_MS = 3_000
const RESTING_MS = 20_000

/** What is being sent and what was: the queue, the channels, every send with its figures, and a campaign of one's own. */
export function SendsPage() {
  const { say } = usePreferences()
  const mayChange = mayChangeMessages(useOperator().role)
  const [params, setParams] = useSearchParams()
  const pages = useCursorPages()
  const kind = KINDS.find(one => one === params.get('kind'))
  const [writing, setWriting] = useState(false)
  const list = useSends(kind, pages.cursor)
  const filter = (one: MessageKind | undefined) => setParams(one ? { kind: one } : {}, { replace: true })
  const look = (code: string | null) => {
    const next = new URLSearchParams(params)
    if (code) next.set('send', code)
    else next.delete('send')
    setParams(next, { replace: true })
  }
  const create = mayChange ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setWriting(true)}>
      {say('sends.new')}
    </Button>
  ) : null
  const chosen = list.data?.items.find(({ code }) => code === params.get('send')) ?? null
  return (
    <>
      <PageHead title={say('sends.title')} note={<Note list={list.data} failed={list.isError} />} actions={create} />
      {!list.data && list.error ? null : <QueueStrip list={list.data} />}
      <div className="card">
        <KindFilter kind={kind} onChange={filter} />
        <DataTable<Send>
          label={say('sends.title')}
          minWidth={1000}
          rows={list.data?.items}
          stale={list.isPlaceholderData}
          error={list.error}
          retry={() => list.refetch()}
          rowKey={one => one.code}
          columns={useColumns(look)}
          empty={<None filtered={kind !== undefined} create={create} onAll={() => filter(undefined)} />}
        />
        <PageTurner pages={pages} nextCursor={list.data?.nextCursor} />
      </div>
      <SendDrawer send={chosen} onClose={() => look(null)} />
      {writing ? (
        <CampaignDrawer
          onClose={() => setWriting(false)}
          onSent={code => {
            setWriting(false)
            setParams({ send: code }, { replace: true })
          }}
        />
      ) : null}
    </>
  )
}

/** The list, asked again by itself: soon while something goes out, now and then otherwise. */
function useSends(kind: MessageKind | undefined, cursor: string | undefined) {
  const [every, setEvery] = useState(RESTING_MS)
  const list = useRead('GET /console/sends', { query: { kind, cursor, limit: PAGE } }, { keep: true, everyMs: every })
  const pace = list.data?.items.some(send => isMoving(send, Date.now())) ? MOVING_MS : RESTING_MS
  if (pace !== every) setEvery(pace)
  return list
}

interface KindFilterProps {
  kind: MessageKind | undefined
  onChange: (kind: MessageKind | undefined) => void
}

function KindFilter({ kind, onChange }: KindFilterProps) {
  const { say } = usePreferences()
  return (
    <div className="tool-bar">
      <Select<MessageKind | null>
        className="kind-filter"
        allowClear
        value={kind ?? null}
        aria-label={say('sends.filter')}
        placeholder={say('sends.filter.all')}
        options={KINDS.map(one => ({ value: one, label: say(`kind.${one}`) }))}
        onChange={one => onChange(one ?? undefined)}
      />
    </div>
  )
}

function Note({ list, failed }: { list: SendList | undefined; failed: boolean }) {
  const { say } = usePreferences()
  if (!list) return failed ? null : <Bone width={140} />
  return <>{say('sends.note', { waiting: formatPoints(list.queue.waiting) })}</>
}

function None(props: { filtered: boolean; create: ReactNode; onAll: () => void }) {
  const { say } = usePreferences()
  if (props.filtered)
    return (
      <EmptyView
        drawing="search"
        title={say('sends.none.kind')}
        action={<Button onClick={props.onAll}>{say('sends.show_all')}</Button>}
      />
    )
  return <EmptyView drawing="receipt" title={say('sends.none')} hint={say('sends.none.hint')} action={props.create} />
}

function useColumns(look: (code: string) => void): Columns<Send> {
  const { say } = usePreferences()
  const nameOf = useSendName()
  const now = Date.now()
  return [
    column(
      say('send.name'),
      undefined,
      send => (
        <span className="stacked">
          <button
            type="button"
            className="link-button"
            aria-label={say('send.open', { name: nameOf(send) })}
            onClick={() => look(send.code)}
          >
            {nameOf(send)}
          </button>
          {send.held ? (
            <span className="send-held">
              {say('send.held', {
                count: formatPoints(send.held.count),
                reason: sayCode(say, 'reason', send.held.reason),
              })}
            </span>
          ) : send.kind === 'CAMPAIGN' ? (
            <span className="quiet">{say('kind.CAMPAIGN')}</span>
          ) : null}
        </span>
      ),
      { className: 'wrap' },
    ),
    column(say('send.state'), 90, send => <SendState send={send} />),
    figures(say('send.target'), 84, send => formatPoints(send.funnel.target + send.waiting)),
    figures(say('send.will'), 84, send => formatPoints(send.funnel.willSend)),
    figures(say('send.sent'), 84, send => <strong>{formatPoints(progressOf(send).sent)}</strong>),
    figures(say('send.left'), 72, send => <Zero count={progressOf(send).left} />),
    figures(say('send.failed'), 72, send => <Zero count={progressOf(send).failed} bad />),
    figures(say('send.speed'), 80, send => <Zero count={speedOf(send.perMinute, now)} />),
    digits(say('send.eta'), 140, send => (send.eta ? minuteOf(send.eta) : '—')),
    digits(say('send.created'), 140, send => minuteOf(send.createdAt)),
  ]
}

function Zero({ count, bad }: { count: number; bad?: boolean }) {
  return (
    <Quiet when={count === 0}>
      <span className={bad && count > 0 ? 'bad' : undefined}>
        {Number.isInteger(count) ? formatPoints(count) : String(count)}
      </span>
    </Quiet>
  )
}
