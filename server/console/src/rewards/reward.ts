/** A reward on the desk: what a new one begins as, what it still lacks, and what it comes to. */
import type { ReplyOf, RequestOf } from '@huitou/shared/client'
import type { PlainKey } from '../texts'

export type Definition = RequestOf<'POST /console/reward-checks'>['body']['definition']
export type Kind = Definition['gift']['type']
export type Summary = ReplyOf<'GET /console/rewards'>['items'][number]
export type RewardFile = ReplyOf<'GET /console/rewards/:code'>
export type Checked = ReplyOf<'POST /console/reward-checks'>

export const KINDS = [
  'DISH',
  'COUPON',
  'PACK',
  'GOODS',
  'SERVICE',
  'EVENT',
  'DONATION',
] as const satisfies readonly Kind[]
export const CATEGORIES = ['DISH', 'COUPON', 'GOODS', 'EXPERIENCE', 'CHARITY'] as const

/** What is written at once besides the definition: the first stock, and whether it goes on the shelf. */
export interface Draft {
  code: string
  definition: Definition
  stock: number
  onShelf: boolean
  reason: string
}

const HOME: Record<Kind, Definition['category']> = {
  DISH: 'DISH',
  COUPON: 'COUPON',
  PACK: 'COUPON',
  GOODS: 'GOODS',
  SERVICE: 'EXPERIENCE',
  EVENT: 'EXPERIENCE',
  DONATION: 'CHARITY',
}

export function blankGift(type: Kind): Definition['gift'] {
  if (type === 'COUPON') return { type, batchId: '' }
  if (type === 'PACK') return { type, coupons: [] }
  if (type === 'EVENT') return { type, startsAt: '', endsAt: '', cancelUntil: null }
  if (type === 'DONATION') return { type, cause: { zh: '', en: '' }, givesFen: 100, targetFen: null }
  return { type }
}

/** Another kind of the same reward: it moves to that kind's shelf, everything else stays. */
export function asKind(definition: Definition, type: Kind): Definition {
  return { ...definition, gift: blankGift(type), category: HOME[type] }
}

export function blankReward(): Definition {
  return {
    name: { zh: '', en: '' },
    note: { zh: '', en: '' },
    image: null,
    gift: { type: 'DISH' },
    category: 'DISH',
    points: 300,
    cashFen: 0,
    tierPrices: [],
    lowestTier: null,
    limits: { total: null, perMonth: null },
    window: { from: null, until: null },
    birthdayMonth: false,
    stores: null,
    validDays: 30,
    refundable: true,
    worthFen: null,
    costFen: null,
    alertAt: 20,
    sort: 100,
  }
}

/** What is not right yet: where, and the sentence that says so. */
export interface Gap {
  path: string
  text: PlainKey
}

const CODE = /^[A-Za-z0-9_-]{1,40}$/

/** Everything that keeps a draft from being published, in the order of the page. `isNew`: its stock and code count. */
export function gapsOf({ code, definition, stock, reason }: Draft, isNew: boolean): Gap[] {
  const { name, gift, points, cashFen, window, tierPrices } = definition
  const gaps: Gap[] = []
  const say = (path: string, text: PlainKey) => gaps.push({ path, text })
  if (name.zh.trim() === '') say('name.zh', 'reward.gap.name')
  if (gift.type === 'COUPON' && gift.batchId === '') say('gift', 'reward.gap.batch')
  if (gift.type === 'PACK' && gift.coupons.length === 0) say('gift', 'reward.gap.pack')
  if (gift.type === 'EVENT' && (!gift.startsAt || !gift.endsAt || gift.startsAt >= gift.endsAt)) {
    say('gift', 'reward.gap.event')
  }
  if (gift.type === 'DONATION' && gift.cause.zh.trim() === '') say('gift', 'reward.gap.cause')
  if (points + cashFen === 0) say('points', 'reward.gap.free')
  else if (points === 0 && gift.type !== 'PACK') say('points', 'reward.gap.points')
  for (const [at, price] of tierPrices.entries()) {
    if (price.points + price.cashFen === 0) say(`tierPrices.${at}`, 'reward.gap.free')
    else if (price.points > points || price.cashFen > cashFen) say(`tierPrices.${at}`, 'reward.gap.tier_dearer')
    else if (price.points === 0 && gift.type !== 'PACK') say(`tierPrices.${at}`, 'reward.gap.points')
  }
  if (isNew && stock < 1) say('stock', 'reward.gap.stock')
  if (window.from && window.until && window.from >= window.until) say('window', 'reward.gap.window')
  if (isNew && !CODE.test(code)) say('code', 'reward.gap.code')
  if (reason.trim().length < 2) say('reason', 'reward.gap.reason')
  return gaps
}

/** What a reward comes to. Null where what it takes is not known. */
export interface Money {
  /** Fen that one point costs us: the cost less what is paid in cash, over the points. */
  costPerPoint: number | null
  /** Fen that a point buys the diner here: the menu price less the cash, over the points. */
  worthPerPoint: number | null
  /** What one piece costs us in the end, fen. */
  netCostFen: number | null
  /** How many times what a point would take off a bill. */
  againstOffset: number | null
}

/** @param offset what points take off a bill; null where they do not, or it is not known */
export function moneyOf(
  { points, cashFen, costFen, worthFen }: Pick<Definition, 'points' | 'cashFen' | 'costFen' | 'worthFen'>,
  offset: { points: number; fen: number } | null,
): Money {
  const perPoint = (fen: number | null) => (fen === null || points === 0 ? null : (fen - cashFen) / points)
  const worthPerPoint = perPoint(worthFen)
  return {
    costPerPoint: perPoint(costFen),
    worthPerPoint,
    netCostFen: costFen === null ? null : costFen - cashFen,
    againstOffset: worthPerPoint === null || !offset ? null : (worthPerPoint * offset.points) / offset.fen,
  }
}

/** A code nobody has to think of: the kind, and five letters and digits drawn by chance. */
export function newCode(kind: Kind): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  const drawn = crypto.getRandomValues(new Uint8Array(6))
  return `${kind.toLowerCase()}-${Array.from(drawn, byte => letters[byte % letters.length]).join('')}`
}

/** "62.5%"; nothing of nothing has no share. */
export function shareText(part: number, whole: number): string {
  return whole > 0 ? `${((part / whole) * 100).toFixed(1)}%` : '—'
}
