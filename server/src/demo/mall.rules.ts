/** What the demonstration has on the shelf of its mall: something for one visit, something to save for, something with cash. */
import type { RewardDefinition } from '@huitou/shared/mall'

export interface DemoReward {
  code: string
  stock: number
  definition: RewardDefinition
}

type Words = [zh: string, en: string]
type Terms = Pick<RewardDefinition, 'points'> & Partial<RewardDefinition>

const PLAIN: Omit<RewardDefinition, 'name' | 'note' | 'points' | 'sort'> = {
  gift: { type: 'DISH' },
  category: 'DISH',
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
  alertAt: 0,
}

const monthly = (perMonth: number) => ({ limits: { total: null, perMonth } })

const SHELF: { code: string; stock: number; name: Words; note: Words; terms: Terms }[] = [
  {
    code: 'plum-soup',
    stock: 500,
    name: ['冰镇酸梅汤一扎', 'A jug of plum juice'],
    note: ['自家熬的酸梅汤，一扎够四个人喝。', 'Our own, and enough for four.'],
    terms: { points: 80, ...monthly(4), worthFen: 1_800, costFen: 350, alertAt: 50 },
  },
  {
    code: 'cold-noodles',
    stock: 200,
    name: ['鸡丝凉面', 'Cold noodles with chicken'],
    note: ['芝麻酱现调，微辣。', 'With sesame, a little hot.'],
    terms: {
      points: 260,
      tierPrices: [{ tier: 'GOLD', points: 200, cashFen: 0 }],
      ...monthly(2),
      worthFen: 2_800,
      costFen: 900,
      alertAt: 20,
    },
  },
  {
    code: 'pickled-fish',
    stock: 60,
    name: ['招牌酸菜鱼', 'Fish with pickles'],
    note: ['两斤黑鱼，三四个人的量。', 'A kilogram of snakehead, for three or four.'],
    terms: { points: 900, cashFen: 990, ...monthly(1), worthFen: 8_800, costFen: 3_200, alertAt: 10 },
  },
  {
    code: 'longevity-noodles',
    stock: 300,
    name: ['生日长寿面', 'Birthday noodles'],
    note: ['生日当月来店，一碗热面和一句祝福。', 'A bowl of noodles and our best wishes.'],
    terms: { points: 10, birthdayMonth: true, ...monthly(1), refundable: false, worthFen: 1_600, costFen: 400 },
  },
  {
    code: 'chilli-jar',
    stock: 40,
    name: ['回头油辣子一罐', 'A jar of our chilli oil'],
    note: ['后厨同款，200 克，到店自取。', 'As in our kitchen, 200 g, to take home.'],
    terms: {
      gift: { type: 'GOODS' },
      category: 'GOODS',
      points: 1_200,
      validDays: 60,
      worthFen: 3_900,
      costFen: 1_300,
      alertAt: 40,
    },
  },
  {
    code: 'chefs-table',
    stock: 8,
    name: ['主厨小桌试菜', "A seat at the chef's table"],
    note: ['每月最后一个周四，新菜先尝。金卡及以上。', 'New dishes first, the last Thursday of a month.'],
    terms: {
      gift: { type: 'SERVICE' },
      category: 'EXPERIENCE',
      points: 3_000,
      lowestTier: 'GOLD',
      limits: { total: 1, perMonth: null },
      worthFen: 19_800,
      costFen: 6_000,
      alertAt: 3,
    },
  },
  {
    code: 'lunch-card',
    stock: 120,
    name: ['工作餐三次卡', 'A card for three lunches'],
    note: ['今日例饭一份，用满三次为止，可分次用。', 'The set lunch of the day, three times.'],
    terms: { points: 780, uses: 3, ...monthly(1), validDays: 60, worthFen: 8_400, costFen: 3_000, alertAt: 10 },
  },
]

export const DEMO_REWARDS: readonly DemoReward[] = SHELF.map(({ code, stock, name, note, terms }, index) => ({
  code,
  stock,
  definition: { ...PLAIN, ...terms, name: said(name), note: said(note), sort: (index + 1) * 10 },
}))

function said([zh, en]: Words): { zh: string; en: string } {
  return { zh, en }
}
