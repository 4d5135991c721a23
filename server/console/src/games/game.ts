/** Lotteries and group offers on the desk: what new ones begin as, and what they still lack. Pure. */
import type { ReplyOf, RequestOf } from '@huitou/shared/client'
import type { PlainKey } from '../texts'

export type Pool = ReplyOf<'GET /console/draw-pools'>['items'][number]
export type PoolFile = ReplyOf<'GET /console/draw-pools/:code'>
export type PoolDefinition = RequestOf<'POST /console/draw-pools'>['body']['definition']
export type Prize = PoolDefinition['prizes'][number]
export type Offer = ReplyOf<'GET /console/group-offers'>['items'][number]
export type OfferFile = ReplyOf<'GET /console/group-offers/:code'>
export type OfferDefinition = RequestOf<'POST /console/group-offers'>['body']['definition']

/** Odds are whole parts of a million. */
export const WHOLE = 1_000_000
export const PRIZE_KINDS = ['POINTS', 'COUPON', 'REWARD', 'NOTHING'] as const

export interface Gap {
  path: string
  text: PlainKey
}

export function blankPool(): PoolDefinition {
  return {
    name: { zh: '', en: '' },
    note: { zh: '', en: '' },
    points: 20,
    prizes: [
      prize('P1', { type: 'POINTS', points: 200 }, { odds: 50_000, worthFen: 200, zh: '200 积分', stock: 100 }),
      prize('P2', { type: 'POINTS', points: 50 }, { odds: 150_000, worthFen: 50, zh: '50 积分', stock: 500 }),
      prize('THANKS', { type: 'POINTS', points: 5 }, { odds: 800_000, worthFen: 5, zh: '5 积分', stock: null }),
    ],
    consolation: 'THANKS',
    limits: { perDay: 3, total: null },
    lowestTier: null,
    window: { from: null, until: null },
    sort: 100,
  }
}

function prize(
  code: string,
  gift: Prize['gift'],
  { odds, worthFen, zh, stock }: { odds: number; worthFen: number; zh: string; stock: number | null },
): Prize {
  return { code, name: { zh, en: '' }, gift, odds, stock, worthFen }
}

/** Another prize under a code that is free. */
export function nextPrize(prizes: readonly Prize[]): Prize {
  let number = prizes.length + 1
  while (prizes.some(({ code }) => code === `P${number}`)) number += 1
  return prize(`P${number}`, { type: 'POINTS', points: 10 }, { odds: 0, worthFen: 10, zh: '', stock: 100 })
}

export function blankGiftOf(type: Prize['gift']['type']): Prize['gift'] {
  if (type === 'POINTS') return { type, points: 10 }
  if (type === 'COUPON') return { type, batchId: '' }
  return type === 'REWARD' ? { type, code: '' } : { type }
}

export const oddsLeft = (prizes: readonly Prize[]): number => WHOLE - prizes.reduce((sum, { odds }) => sum + odds, 0)

/** What one draw gives on average by odds and worth alone, in fen. */
export function expectedFen(prizes: readonly Prize[]): number {
  return prizes.reduce((sum, { odds, worthFen }) => sum + odds * worthFen, 0) / WHOLE
}

/** Everything that keeps a lottery from being published. */
export function gapsOfPool({ name, prizes, consolation, window }: PoolDefinition): Gap[] {
  const gaps: Gap[] = []
  const say = (path: string, text: PlainKey) => gaps.push({ path, text })
  if (name.zh.trim() === '') say('name', 'reward.gap.name')
  for (const [at, { name: own, gift, stock }] of prizes.entries()) {
    if (own.zh.trim() === '') say(`prizes.${at}`, 'draw.gap.name')
    else if (gift.type === 'COUPON' && gift.batchId === '') say(`prizes.${at}`, 'reward.gap.batch')
    else if (gift.type === 'REWARD' && gift.code === '') say(`prizes.${at}`, 'draw.gap.reward')
    else if (stock === null && (gift.type === 'COUPON' || gift.type === 'REWARD')) say(`prizes.${at}`, 'draw.gap.stock')
  }
  if (oddsLeft(prizes) !== 0) say('odds', 'draw.gap.odds')
  if (!prizes.some(({ code, stock }) => code === consolation && stock === null)) {
    say('consolation', 'draw.gap.consolation')
  }
  if (window.from && window.until && window.from >= window.until) say('window', 'reward.gap.window')
  return gaps
}

export function blankOffer(): OfferDefinition {
  return {
    name: { zh: '', en: '' },
    note: { zh: '', en: '' },
    reward: '',
    size: 3,
    points: 100,
    hours: 24,
    cancellable: true,
    limits: { open: 2, total: null },
    stock: 30,
    lowestTier: null,
    window: { from: null, until: null },
    sort: 100,
  }
}

/** Everything that keeps a group offer from being published. */
export function gapsOfOffer({ name, reward, size, stock, window }: OfferDefinition): Gap[] {
  const gaps: Gap[] = []
  if (name.zh.trim() === '') gaps.push({ path: 'name', text: 'reward.gap.name' })
  if (reward === '') gaps.push({ path: 'reward', text: 'draw.gap.reward' })
  if (stock % size !== 0) gaps.push({ path: 'stock', text: 'group.gap.stock' })
  if (window.from && window.until && window.from >= window.until) {
    gaps.push({ path: 'window', text: 'reward.gap.window' })
  }
  return gaps
}
