/** What members are told of changes of their tier. Pure. */
import { lastValidDay, PROGRAMME_ZONE } from '../calendar.js'
import { type PublishedLadder, tierOf } from '../members/member-tier.rules.js'
import type { MessageDraft } from '../messages/kinds.rules.js'
import type { Change, Standing } from './standing.rules.js'

/** A change that lies further back is no news: history that was brought in, a ladder replayed. */
const NEWS_MS = 2 * 86_400_000

/** One message for each change that is news; each change has its number, so that it is told once. */
export function newsOf(
  moves: readonly { memberId: number; from: Standing; changes: readonly Change[] }[],
  versions: readonly PublishedLadder[],
  now: Date,
): MessageDraft[] {
  return moves.flatMap(({ memberId, from, changes }) =>
    changes.flatMap((change, index): MessageDraft[] => {
      const kind = KINDS[change.reason]
      const published = versions.find(({ version }) => version === change.version)
      if (!kind || !published || now.getTime() - change.at.getTime() > NEWS_MS) return []
      const base = { memberId, occurrence: String(from.changes + index + 1), worthFen: 0, dueAt: now }
      const tier = tierOf(published.ladder, change.to).name
      const at = change.at.toISOString()
      if (kind === 'TIER_UP') return [{ ...base, kind, data: { tier, at } }]
      const graceUntil = change.graceUntil ? lastValidDay(change.graceUntil, PROGRAMME_ZONE) : null
      return [{ ...base, kind, data: { tier, at, graceUntil } }]
    }),
  )
}

const KINDS: Partial<Record<Change['reason'], 'TIER_UP' | 'TIER_DOWN'>> = {
  ROSE: 'TIER_UP',
  LADDER: 'TIER_UP',
  FELL: 'TIER_DOWN',
  GRACE: 'TIER_DOWN',
}
