/** What a correction by hand says of itself, to the member and at the desk: from what was stored with it. */
import { formatPoints } from '@huitou/shared/amounts'
import type { Text } from '@huitou/shared/basics'

export interface AdjustExplanation {
  kind: 'ADJUST'
  /** Signed. */
  points: number
  /** As the operator wrote it, for the member to read. */
  reason: string
}

export const adjustTitle: Text = { zh: '客服调整', en: 'Corrected by hand' }

/** "客服调整：漏记 2026-11-03 的账单". Reasons are written by people, in one language. */
export function adjustSentence({ reason }: AdjustExplanation): Text {
  return { zh: `客服调整：${reason}`, en: `Corrected by hand: ${reason}` }
}

export function adjustSteps({ points, reason }: AdjustExplanation): { label: Text; value: string }[] {
  return [
    { label: { zh: '调整原因', en: 'Reason' }, value: reason },
    {
      label: points > 0 ? { zh: '补发积分', en: 'Points added' } : { zh: '扣回积分', en: 'Points taken back' },
      value: formatPoints(Math.abs(points)),
    },
  ]
}
