import { formatPoints, formatYuan } from '@huitou/shared/amounts'
import { Button, Drawer } from 'antd'
import { mayChangeRules } from '../access'
import { call } from '../call'
import { useOperator } from '../operator'
import { column, figures, Quiet } from '../parts/columns'
import { DataTable } from '../parts/data-table'
import { Bone, EmptyView, ErrorView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useChange, useRead } from '../queries'
import type { PoolFile, Prize } from './game'
import { OpenSwitch, OpenTag, useTold, VersionTable } from './game-drawer'

interface PoolDrawerProps {
  code: string | null
  onClose: () => void
  onEdit: (file: PoolFile) => void
}

/** One lottery: what it gave against what its odds say, what is left, and the button that stops it. */
export function PoolDrawer({ code, onClose, onEdit }: PoolDrawerProps) {
  const { say } = usePreferences()
  const told = useTold()
  const mayChange = mayChangeRules(useOperator().role)
  const file = useRead('GET /console/draw-pools/:code', { params: { code: code ?? '' } }, { enabled: code !== null })
  const turn = useChange(
    (open: boolean) => call('PUT /console/draw-pools/:code/state', { params: { code: code ?? '' }, body: { open } }),
    ['GET /console/draw-pools', 'GET /console/draw-pools/:code', 'GET /console/audit'],
  )
  const { data } = file
  return (
    <Drawer
      open={code !== null}
      onClose={onClose}
      size={880}
      title={data ? data.definition.name.zh : say('draw.title')}
      extra={
        data && mayChange ? (
          <div className="drawer-footer">
            <OpenSwitch
              open={data.open}
              pending={turn.isPending}
              ask={say('draw.stop.ask')}
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

function Body({ file }: { file: PoolFile }) {
  const { say } = usePreferences()
  const { figures: of, definition } = file
  return (
    <div className="coupon-file">
      <p>
        <OpenTag open={file.open} /> {say('draw.line', { points: definition.points, day: definition.limits.perDay })}
      </p>
      <dl className="reward-figures">
        <One label={say('draw.draws')} value={formatPoints(of.draws)} />
        <One label={say('draw.today')} value={formatPoints(of.today)} />
        <One label={say('reward.file.members')} value={formatPoints(of.members)} />
        <One label={say('reward.file.points')} value={formatPoints(of.points)} />
        <One label={say('draw.given')} value={formatPoints(of.pointsGiven)} />
        <One label={say('draw.worth')} value={formatYuan(of.worthFen)} />
      </dl>
      <h3>{say('draw.prizes')}</h3>
      <DataTable<Prize>
        inside
        label={say('draw.prizes')}
        minWidth={640}
        rows={definition.prizes}
        rowKey={one => one.code}
        empty={<EmptyView drawing="receipt" title={say('draw.prizes')} />}
        columns={[
          column(say('draw.name'), undefined, one => one.name.zh, { className: 'wrap' }),
          figures(say('draw.odds'), 100, one => `${(one.odds / 10_000).toFixed(2)}%`),
          figures(say('draw.real'), 100, one => realShare(file, one)),
          figures(say('draw.given.count'), 90, one => {
            const given = of.prizes.find(({ code }) => code === one.code)?.given ?? 0
            return <Quiet when={given === 0}>{formatPoints(given)}</Quiet>
          }),
          figures(say('draw.left'), 110, one => {
            const left = of.prizes.find(({ code }) => code === one.code)?.left ?? null
            return left === null ? say('draw.endless') : `${formatPoints(left)} / ${formatPoints(one.stock ?? 0)}`
          }),
        ]}
      />
      <p className="page-note">{say('draw.proof')}</p>
      <h3>{say('coupon.versions')}</h3>
      <VersionTable versions={file.versions} />
    </div>
  )
}

/** How often it was landed on, also where it was out of stock by then. */
function realShare({ figures: of }: PoolFile, { code }: Prize): string {
  const prize = of.prizes.find(one => one.code === code)
  if (!prize || of.draws === 0) return '—'
  return `${(((prize.given + prize.missed) / of.draws) * 100).toFixed(2)}%`
}

function One({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="number">{value}</dd>
    </div>
  )
}
