/** The drawer of one lottery or group offer: its switch, the way to its editor, and how it went. */
import { Button, Drawer } from 'antd'
import type { ReactNode } from 'react'
import { mayChangeRules } from '../access'
import { useOperator } from '../operator'
import { Bone, ErrorView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import type { useChange } from '../queries'
import { OpenSwitch, OpenTag, useTold, type Version, VersionTable } from './game-drawer'

interface GameFile {
  open: boolean
  definition: { name: { zh: string } }
  versions: readonly Version[]
}
interface GameDrawerProps<F extends GameFile> {
  kind: 'draw' | 'group'
  code: string | null
  width: number
  file: { data: F | undefined; error: Error | null; refetch: () => unknown }
  turn: ReturnType<typeof useChange<boolean, unknown>>
  /** Asked before it is stopped. */
  ask: (file: F) => string
  /** What it is, in one line. */
  line: (file: F) => string
  figures: (file: F) => [label: string, value: string][]
  more?: (file: F) => ReactNode
  onClose: () => void
  onEdit: (file: F) => void
}

export function GameDrawer<F extends GameFile>(props: GameDrawerProps<F>) {
  const { kind, code, width, file, turn, ask, onClose, onEdit } = props
  const { say } = usePreferences()
  const told = useTold()
  const mayChange = mayChangeRules(useOperator().role)
  const { data } = file
  return (
    <Drawer
      open={code !== null}
      onClose={onClose}
      size={width}
      title={data ? data.definition.name.zh : say(`${kind}.title`)}
      extra={
        data && mayChange ? (
          <div className="drawer-footer">
            <OpenSwitch
              open={data.open}
              pending={turn.isPending}
              ask={ask(data)}
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
      {data ? <Body {...props} data={data} /> : null}
    </Drawer>
  )
}

function Body<F extends GameFile>({ data, line, figures, more }: GameDrawerProps<F> & { data: F }) {
  const { say } = usePreferences()
  return (
    <div className="coupon-file">
      <p>
        <OpenTag open={data.open} /> {line(data)}
      </p>
      <dl className="reward-figures">
        {figures(data).map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="number">{value}</dd>
          </div>
        ))}
      </dl>
      {more?.(data)}
      <h3>{say('coupon.versions')}</h3>
      <VersionTable versions={data.versions} />
    </div>
  )
}
