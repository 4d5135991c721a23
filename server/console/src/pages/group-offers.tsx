import { formatPoints } from '@huitou/shared/amounts'
import type { Offer, OfferFile } from '../games/game'
import { GamePage, PAGE } from '../games/game-page'
import { OfferDrawer } from '../games/offer-drawer'
import { OfferEditor } from '../games/offer-editor'
import { type Columns, figures, Quiet } from '../parts/columns'
import { useCursorPages } from '../parts/cursor-pages'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { shareText } from '../rewards/reward'

/** All group offers and how they go; one in a drawer, and its editor. */
export function GroupOffersPage() {
  const pages = useCursorPages()
  const list = useRead('GET /console/group-offers', { query: { cursor: pages.cursor, limit: PAGE } }, { keep: true })
  return (
    <GamePage<Offer, OfferFile>
      kind="group"
      drawing="table"
      {...{ pages, list }}
      columns={useColumns()}
      drawer={ways => <OfferDrawer {...ways} />}
      editor={ways => <OfferEditor {...ways} />}
    />
  )
}

function useColumns(): Columns<Offer> {
  const { say } = usePreferences()
  return [
    figures(say('group.size'), 90, one => one.definition.size),
    figures(say('group.points'), 110, one => formatPoints(one.definition.points)),
    figures(say('rewards.left'), 130, ({ figures: of }) => `${formatPoints(of.left)} / ${formatPoints(of.stock)}`),
    figures(say('group.filling'), 90, ({ figures: of }) => <Quiet when={of.open === 0}>{formatPoints(of.open)}</Quiet>),
    figures(say('group.filled'), 90, ({ figures: of }) => formatPoints(of.succeeded)),
    figures(say('group.rate'), 90, ({ figures: of }) => shareText(of.succeeded, of.succeeded + of.expired)),
    figures(say('group.held'), 120, ({ figures: of }) => <Quiet when={of.held === 0}>{formatPoints(of.held)}</Quiet>),
  ]
}
