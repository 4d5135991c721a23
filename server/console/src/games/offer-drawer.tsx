import { formatPoints } from '@huitou/shared/amounts'
import { Button, Drawer } from 'antd'
import { mayChangeRules } from '../access'
import { call } from '../call'
import { useOperator } from '../operator'
import { Bone, ErrorView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useChange, useRead } from '../queries'
import { shareText } from '../rewards/reward'
import type { OfferFile } from './game'
import { OpenSwitch, OpenTag, useTold, VersionTable } from './game-drawer'

interface OfferDrawerProps {
  code: string | null
  onClose: () => void
  onEdit: (file: OfferFile) => void
}

/** One group offer: how many groups filled, what is set aside, and the button that stops new ones. */
export function OfferDrawer({ code, onClose, onEdit }: OfferDrawerProps) {
  const { say } = usePreferences()
  const told = useTold()
  const mayChange = mayChangeRules(useOperator().role)
  const file = useRead('GET /console/group-offers/:code', { params: { code: code ?? '' } }, { enabled: code !== null })
  const turn = useChange(
    (open: boolean) => call('PUT /console/group-offers/:code/state', { params: { code: code ?? '' }, body: { open } }),
    ['GET /console/group-offers', 'GET /console/group-offers/:code', 'GET /console/audit'],
  )
  const { data } = file
  return (
    <Drawer
      open={code !== null}
      onClose={onClose}
      size={760}
      title={data ? data.definition.name.zh : say('group.title')}
      extra={
        data && mayChange ? (
          <div className="drawer-footer">
            <OpenSwitch
              open={data.open}
              pending={turn.isPending}
              ask={say('group.stop.ask', { open: data.figures.open })}
              onTurn={open => turn.mutate(open, { onError: told.failed })}
            />
            <Button type="primary" onClick={() => onEdit(data)}>
              {say('reward.file.edit')}
            </Button>
          </div>
        ) : null
      }
      destroyOnHidden
    >
      {!data && file.error ? <ErrorView error={file.error} retry={() => file.refetch()} /> : null}
      {!data && !file.error ? <Bone width="100%" height={120} /> : null}
      {data ? <Body file={data} /> : null}
    </Drawer>
  )
}

function Body({ file }: { file: OfferFile }) {
  const { say } = usePreferences()
  const { definition, figures: of } = file
  const { size, points, hours } = definition
  const ended = of.succeeded + of.expired
  return (
    <div className="coupon-file">
      <p>
        <OpenTag open={file.open} /> {say('group.line', { size, points: formatPoints(points), hours })}
      </p>
      <dl className="reward-figures">
        <One label={say('rewards.left')} value={`${formatPoints(of.left)} / ${formatPoints(of.stock)}`} />
        <One label={say('group.filling')} value={formatPoints(of.open)} />
        <One label={say('group.filled')} value={formatPoints(of.succeeded)} />
        <One label={say('group.returned')} value={formatPoints(of.expired)} />
        <One label={say('group.rate')} value={shareText(of.succeeded, ended)} />
        <One label={say('reward.file.members')} value={formatPoints(of.members)} />
        <One label={say('reward.file.points')} value={formatPoints(of.points)} />
        <One label={say('group.held')} value={formatPoints(of.held)} />
      </dl>
      <h3>{say('coupon.versions')}</h3>
      <VersionTable versions={file.versions} />
    </div>
  )
}

function One({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="number">{value}</dd>
    </div>
  )
}
