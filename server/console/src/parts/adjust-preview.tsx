import { ArrowRightOutlined } from '@ant-design/icons'
import { formatChange, formatPoints } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { afterwards } from './adjustments'
import { Bone, ErrorView } from './state-views'

interface AdjustPreviewProps {
  memberNo: string
  /** Signed. */
  points: number
  limits?: ReplyOf<'GET /console/adjustments'>['limits'] | undefined
  usedToday?: number
}

/** The balance before and after, and what stands in the way. */
export function AdjustPreview({ memberNo, points, limits, usedToday = 0 }: AdjustPreviewProps) {
  const { say } = usePreferences()
  const profile = useRead('GET /console/members/:memberNo', { params: { memberNo } })
  if (profile.error && !profile.data) return <ErrorView small error={profile.error} retry={() => profile.refetch()} />
  const balances = profile.data?.balances
  if (!balances) return <Bone width="100%" height={64} />
  const { available, repaid, short } = afterwards(balances, points)
  const free = limits && Math.abs(points) <= limits.freePoints && usedToday + Math.abs(points) <= limits.dailyPoints
  return (
    <div className={short > 0 ? 'adjust-preview warn' : 'adjust-preview'} aria-live="polite">
      <div className="adjust-sum number">
        <span>{formatPoints(balances.available)}</span>
        <span className={points > 0 ? 'good' : 'bad'}>{formatChange(points)}</span>
        <ArrowRightOutlined aria-label={say('adjust.preview')} />
        <strong>{short > 0 ? '—' : formatPoints(available)}</strong>
        <span className="quiet">{say('unit.points')}</span>
      </div>
      {repaid > 0 ? <p>{say('adjust.preview.debt', { points: formatPoints(repaid) })}</p> : null}
      {short > 0 ? <p>{say('adjust.preview.short', { points: formatPoints(short) })}</p> : null}
      {limits ? (
        <p>
          {free
            ? say('adjust.preview.free', { left: formatPoints(limits.dailyPoints - usedToday) })
            : say('adjust.preview.approval')}
        </p>
      ) : null}
    </div>
  )
}
