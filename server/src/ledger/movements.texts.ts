/** What holds, returns, gifts and put-off ends say of themselves to the member: from what was stored with the entry. */
import { formatPoints } from '@huitou/shared/amounts'
import type { Text } from '@huitou/shared/basics'
import { lastDayOfLot } from '../calendar.js'

type ReleaseReason = 'TIME_OUT' | 'REST' | 'CANCELLED' | 'GROUP'

export type MovementExplanation =
  | { kind: 'HOLD' | 'CAPTURE' | 'UNDO_SPEND'; what: Text; points: number }
  /** REST: what a capture left over. GROUP: a group that did not fill. */
  | { kind: 'RELEASE'; why: ReleaseReason; points: number }
  | { kind: 'TRANSFER'; points: number }
  /** `until` is the first moment without the points. */
  | { kind: 'EXTEND'; points: number; until: string }

const KINDS: readonly string[] = ['HOLD', 'CAPTURE', 'UNDO_SPEND', 'RELEASE', 'TRANSFER', 'EXTEND']

export const isMovement = <T extends { kind: string }>(
  explanation: T | MovementExplanation,
): explanation is MovementExplanation => KINDS.includes(explanation.kind)

const TITLES: Record<Exclude<MovementExplanation['kind'], 'TRANSFER'>, Text> = {
  HOLD: { zh: '积分冻结', en: 'Points set aside' },
  CAPTURE: { zh: '冻结积分已使用', en: 'Points set aside were used' },
  UNDO_SPEND: { zh: '积分退回', en: 'Points returned' },
  RELEASE: { zh: '冻结积分退回', en: 'Points set aside returned' },
  EXTEND: { zh: '积分有效期延长', en: 'Points last longer' },
}

/** `change` tells giver from receiver: both read the same entry. */
export function movementTitle({ kind }: MovementExplanation, change = 0): Text {
  if (kind !== 'TRANSFER') return TITLES[kind]
  if (change === 0) return { zh: '积分转赠', en: 'Points given' }
  return change < 0 ? { zh: '转赠积分给好友', en: 'Points given away' } : { zh: '收到好友转赠', en: 'Points received' }
}

export function movementSentence(explanation: MovementExplanation, change = 0): Text {
  const points = formatPoints(explanation.points)
  const some = `${points} ${explanation.points === 1 ? 'point' : 'points'}`
  switch (explanation.kind) {
    case 'HOLD':
      return {
        zh: `${explanation.what.zh}，先冻结 ${points} 分，没用掉会退回`,
        en: `${some} set aside for ${explanation.what.en}; what is not used comes back`,
      }
    case 'CAPTURE':
      return {
        zh: `${explanation.what.zh}，用掉冻结的 ${points} 分`,
        en: `${some} set aside earlier used for ${explanation.what.en}`,
      }
    case 'UNDO_SPEND':
      return { zh: `${explanation.what.zh}，退回 ${points} 分`, en: `${some} returned: ${explanation.what.en}` }
    case 'RELEASE':
      return RELEASED[explanation.why](points, some)
    case 'TRANSFER':
      if (change === 0) return { zh: `转赠 ${points} 分`, en: `${some} given` }
      return change < 0
        ? { zh: `转赠给好友 ${points} 分`, en: `${some} given to a friend` }
        : { zh: `好友转赠 ${points} 分`, en: `${some} from a friend` }
    case 'EXTEND': {
      const day = lastDayOfLot(new Date(explanation.until)) ?? ''
      return { zh: `到店消费，${points} 分的有效期延长到 ${day}`, en: `After this visit ${some} last until ${day}` }
    }
  }
}

const RELEASED: Record<ReleaseReason, (points: string, some: string) => Text> = {
  TIME_OUT: (points, some) => ({
    zh: `超时未使用，冻结的 ${points} 分已退回`,
    en: `${some} set aside were not used in time and came back`,
  }),
  REST: (points, some) => ({
    zh: `没用完的 ${points} 分冻结积分已退回`,
    en: `${some} set aside were not needed and came back`,
  }),
  CANCELLED: (points, some) => ({
    zh: `已取消，冻结的 ${points} 分已退回`,
    en: `Cancelled; ${some} set aside came back`,
  }),
  GROUP: (points, some) => ({
    zh: `没有拼成，${points} 积分已全部退回`,
    en: `The group did not fill; all ${some} came back`,
  }),
}

export function movementSteps(explanation: MovementExplanation): { label: Text; value: string }[] {
  const steps = [{ label: { zh: '积分', en: 'Points' }, value: formatPoints(explanation.points) }]
  if (explanation.kind === 'EXTEND') {
    const day = lastDayOfLot(new Date(explanation.until))
    if (day) steps.push({ label: { zh: '新的到期日', en: 'Valid until' }, value: day })
  }
  return steps
}
