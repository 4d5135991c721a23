import type { ReplyOf } from '@huitou/shared/client'
import { refusals, refusalText } from '@huitou/shared/refusals'
import { column, digits } from '../parts/columns'
import { PageTurner, useCursorPages } from '../parts/cursor-pages'
import { DataTable } from '../parts/data-table'
import { PageHead } from '../parts/page-head'
import { EmptyView } from '../parts/state-views'
import { type Language, usePreferences } from '../preferences'
import { useRead } from '../queries'
import { type Say, sayCode } from '../texts'
import { secondOf } from '../times'

type AuditLine = ReplyOf<'GET /console/audit'>['items'][number]

const PAGE = 50

/** Who did what, newest first. Nothing here can be changed. */
export function AuditPage() {
  const { say, language } = usePreferences()
  const pages = useCursorPages()
  const list = useRead('GET /console/audit', { query: { cursor: pages.cursor, limit: PAGE } }, { keep: true })
  return (
    <>
      <PageHead title={say('audit.title')} note={say('audit.note')} />
      <div className="card">
        <DataTable<AuditLine>
          label={say('audit.title')}
          minWidth={860}
          rows={list.data?.items}
          stale={list.isPlaceholderData}
          error={list.error}
          retry={() => list.refetch()}
          rowKey={line => line.id}
          skeletonRows={12}
          columns={[
            digits(say('audit.at'), 180, line => secondOf(line.at)),
            column(say('audit.who'), 180, line => line.who),
            column(say('audit.action'), 150, line => sayCode(say, 'audit', line.action)),
            digits(say('audit.target'), 200, line => line.target || '—'),
            column(say('audit.detail'), undefined, line => detailOf(line.detail, say, language), { className: 'wrap' }),
          ]}
          empty={<EmptyView drawing="ledger" title={say('audit.none')} hint={say('audit.none.hint')} />}
        />
        <PageTurner pages={pages} nextCursor={list.data?.nextCursor} />
      </div>
    </>
  )
}

/** The log keeps codes of refusals and roles, versions and instants; people read words and Beijing time. */
function detailOf(detail: string, say: Say, language: Language): string {
  if (detail in refusals) return refusalText(detail, language)
  const role = (word: string) =>
    /^[A-Z_]+$/.test(word) ? sayCode(say, 'role', sayCode(say, 'staff.role', word)) : word
  const words = detail
    .replace(/^v(\d+)\b/, (_, version: string) => say('versions.no', { version }))
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, secondOf)
  return words.split(' ').map(role).join(' ') || '—'
}
