import { LeftOutlined, RightOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useLocation, useSearchParams } from 'react-router'
import { usePreferences } from '../preferences'

/**
 * The place in a list that is paged by cursor, kept in the address so that back, refresh and a copied link work.
 * A cursor only knows what comes after it, so the way back is kept beside the entry of the browser's history.
 */
export function useCursorPages() {
  const [search, setSearch] = useSearchParams()
  const location = useLocation()
  const trail = (location.state as { trail?: string[] } | null)?.trail ?? []
  const cursor = search.get('cursor') ?? undefined

  const go = (to: string | undefined, nextTrail: string[]) => {
    const next = new URLSearchParams(search)
    if (to) next.set('cursor', to)
    else next.delete('cursor')
    setSearch(next, { state: { trail: nextTrail } })
    window.scrollTo({ top: 0 })
  }
  return {
    cursor,
    /** 1 for the first page; unknown when a link into the middle was opened. */
    page: cursor === undefined ? 1 : trail.length > 0 ? trail.length + 1 : null,
    forward: (to: string) => go(to, [...trail, cursor ?? '']),
    back: () => go(trail.at(-1) || undefined, trail.slice(0, -1)),
  }
}

export type CursorPages = ReturnType<typeof useCursorPages>

/** Previous and next, below a list. Absent when everything fits one page. */
export function PageTurner({ pages, nextCursor }: { pages: CursorPages; nextCursor: string | null | undefined }) {
  const { say } = usePreferences()
  if (pages.cursor === undefined && !nextCursor) return null
  return (
    <nav className="page-turner" aria-label={say('pages.label')}>
      {pages.page ? <span className="page-note">{say('pages.at', { page: pages.page })}</span> : null}
      <Button icon={<LeftOutlined />} disabled={pages.cursor === undefined} onClick={pages.back}>
        {pages.page ? say('pages.previous') : say('pages.first')}
      </Button>
      <Button
        icon={<RightOutlined />}
        iconPlacement="end"
        disabled={!nextCursor}
        onClick={() => nextCursor && pages.forward(nextCursor)}
      >
        {say('pages.next')}
      </Button>
    </nav>
  )
}
