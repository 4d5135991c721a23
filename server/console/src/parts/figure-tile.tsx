import { InfoCircleOutlined } from '@ant-design/icons'
import { formatPoints, formatYuan } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { Tooltip } from 'antd'
import { usePreferences } from '../preferences'
import { minuteOf } from '../times'
import { Bone } from './state-views'

type Figure = ReplyOf<'GET /console/overview'>['figures'][number]

/** One figure, with its definition and the moment it was computed one hover or one Tab away. */
export function FigureTile({ figure, asOf }: { figure: Figure; asOf: string }) {
  const { say, pick } = usePreferences()
  const definition = (
    <>
      <div>{pick(figure.definition)}</div>
      <div className="tip-note">{say('overview.as_of', { at: minuteOf(asOf) })}</div>
    </>
  )
  return (
    <div className="figure-tile">
      <div className="figure-name">
        {pick(figure.name)}
        <Tooltip title={definition} trigger={['hover', 'focus']}>
          <button
            type="button"
            className="icon-button"
            aria-label={say('overview.definition', { name: pick(figure.name) })}
          >
            <InfoCircleOutlined />
          </button>
        </Tooltip>
      </div>
      <FigureValue figure={figure} />
    </div>
  )
}

function FigureValue({ figure }: { figure: Figure }) {
  const { say } = usePreferences()
  if (figure.unit === 'FEN') {
    const [yuan, cents] = formatYuan(figure.value).split('.')
    return (
      <div className="figure-value number">
        {yuan}
        <small>.{cents}</small>
      </div>
    )
  }
  return (
    <div className="figure-value number">
      {formatPoints(figure.value)}
      {figure.unit === 'POINTS' ? <small> {say('unit.points')}</small> : null}
    </div>
  )
}

export function FigureTileBones() {
  return (
    <div className="figure-tile">
      <div className="figure-name">
        <Bone width={88} />
      </div>
      <Bone width={140} height={34} />
    </div>
  )
}
