/** Rewards to start from: each is whole but for its name and picture, so that publishing one is a matter of a minute. */
import type { PlainKey } from '../texts'
import { blankReward, type Definition } from './reward'

export interface Template {
  key: string
  name: PlainKey
  note: PlainKey
  make: (at: Date) => Definition
}

const DAY_MS = 86_400_000
const MONTH_MS = 30 * DAY_MS

export const TEMPLATES: readonly Template[] = [
  {
    key: 'dish',
    name: 'reward.template.dish',
    note: 'reward.template.dish.note',
    make: () => ({ ...blankReward(), worthFen: 2_800, costFen: 900 }),
  },
  {
    key: 'coupon',
    name: 'reward.template.coupon',
    note: 'reward.template.coupon.note',
    make: () => ({
      ...blankReward(),
      gift: { type: 'COUPON', batchId: '' },
      category: 'COUPON',
      points: 200,
      limits: { total: null, perMonth: 2 },
    }),
  },
  {
    key: 'goods',
    name: 'reward.template.goods',
    note: 'reward.template.goods.note',
    make: () => ({
      ...blankReward(),
      gift: { type: 'GOODS' },
      category: 'GOODS',
      points: 1_500,
      worthFen: 5_900,
      costFen: 2_600,
      limits: { total: 2, perMonth: null },
    }),
  },
  {
    key: 'service',
    name: 'reward.template.service',
    note: 'reward.template.service.note',
    make: () => ({
      ...blankReward(),
      gift: { type: 'SERVICE' },
      category: 'EXPERIENCE',
      points: 800,
      worthFen: 6_000,
      costFen: 1_500,
      validDays: 60,
    }),
  },
  {
    key: 'cash',
    name: 'reward.template.cash',
    note: 'reward.template.cash.note',
    make: () => ({ ...blankReward(), points: 200, cashFen: 990, worthFen: 3_800, costFen: 1_300 }),
  },
  {
    key: 'birthday',
    name: 'reward.template.birthday',
    note: 'reward.template.birthday.note',
    make: () => ({
      ...blankReward(),
      points: 99,
      worthFen: 6_800,
      costFen: 2_200,
      birthdayMonth: true,
      limits: { total: null, perMonth: 1 },
    }),
  },
  {
    key: 'window',
    name: 'reward.template.window',
    note: 'reward.template.window.note',
    make: at => ({
      ...blankReward(),
      points: 150,
      worthFen: 2_800,
      costFen: 900,
      limits: { total: 1, perMonth: null },
      window: { from: null, until: endOfDay(at.getTime() + MONTH_MS) },
    }),
  },
  {
    key: 'event',
    name: 'reward.template.event',
    note: 'reward.template.event.note',
    make: at => ({
      ...blankReward(),
      gift: {
        type: 'EVENT',
        startsAt: endOfDay(at.getTime() + MONTH_MS),
        endsAt: endOfDay(at.getTime() + MONTH_MS + DAY_MS),
        cancelUntil: endOfDay(at.getTime() + MONTH_MS - DAY_MS),
      },
      category: 'EXPERIENCE',
      points: 1_000,
      limits: { total: 2, perMonth: null },
      alertAt: 2,
    }),
  },
  {
    key: 'cause',
    name: 'reward.template.cause',
    note: 'reward.template.cause.note',
    make: () => ({
      ...blankReward(),
      gift: { type: 'DONATION', cause: { zh: '', en: '' }, givesFen: 100, targetFen: null },
      category: 'CHARITY',
      points: 100,
      costFen: 100,
      refundable: false,
      alertAt: 0,
    }),
  },
]

/** The end of that day in Shanghai. */
function endOfDay(at: number): string {
  const shift = 8 * 3_600_000
  const day = Math.floor((at + shift) / 86_400_000) + 1
  return new Date(day * 86_400_000 - shift).toISOString()
}
