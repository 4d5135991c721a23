import { formatPoints } from '@huitou/shared/amounts'
import { call } from '../call'
import { usePreferences } from '../preferences'
import { useChange, useRead } from '../queries'
import { shareText } from '../rewards/reward'
import type { OfferFile } from './game'
import { GameDrawer } from './game-file'

interface OfferDrawerProps {
  code: string | null
  onClose: () => void
  onEdit: (file: OfferFile) => void
}

/** One group offer: how many groups filled, what is set aside, and the button that stops new ones. */
export function OfferDrawer({ code, onClose, onEdit }: OfferDrawerProps) {
  const { say } = usePreferences()
  const params = { code: code ?? '' }
  const file = useRead('GET /console/group-offers/:code', { params }, { enabled: code !== null })
  const turn = useChange(
    (open: boolean) => call('PUT /console/group-offers/:code/state', { params, body: { open } }),
    ['GET /console/group-offers', 'GET /console/group-offers/:code', 'GET /console/audit'],
  )
  return (
    <GameDrawer<OfferFile>
      kind="group"
      width={760}
      {...{ code, file, turn, onClose, onEdit }}
      ask={({ figures: of }) => say('group.stop.ask', { open: of.open })}
      line={({ definition: { size, points, hours } }) =>
        say('group.line', { size, points: formatPoints(points), hours })
      }
      figures={({ figures: of }) => [
        [say('rewards.left'), `${formatPoints(of.left)} / ${formatPoints(of.stock)}`],
        [say('group.filling'), formatPoints(of.open)],
        [say('group.filled'), formatPoints(of.succeeded)],
        [say('group.returned'), formatPoints(of.expired)],
        [say('group.rate'), shareText(of.succeeded, of.succeeded + of.expired)],
        [say('reward.file.members'), formatPoints(of.members)],
        [say('reward.file.points'), formatPoints(of.points)],
        [say('group.held'), formatPoints(of.held)],
      ]}
    />
  )
}
