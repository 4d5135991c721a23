/** What the demonstration has on the shelf of its mall: something for one visit, something to save for, something with cash. */
import type { RewardDefinition } from '@huitou/shared/mall'

export interface DemoReward {
  code: string
  stock: number
  definition: RewardDefinition
}

const plain: Omit<RewardDefinition, 'name' | 'note' | 'points' | 'sort'> = {
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

export const DEMO_REWARDS: readonly DemoReward[] = [
  {
    code: 'plum-soup',
    stock: 500,
    definition: {
      ...plain,
      name: { zh: '冰镇酸梅汤一扎', en: 'A jug of plum juice' },
      note: { zh: '自家熬的酸梅汤，一扎够四个人喝。', en: 'Our own, and enough for four.' },
      points: 80,
      limits: { total: null, perMonth: 4 },
      worthFen: 1_800,
      costFen: 350,
      alertAt: 50,
      sort: 10,
    },
  },
  {
    code: 'cold-noodles',
    stock: 200,
    definition: {
      ...plain,
      name: { zh: '鸡丝凉面', en: 'Cold noodles with chicken' },
      note: { zh: '芝麻酱现调，微辣。', en: 'With sesame, a little hot.' },
      points: 260,
      tierPrices: [{ tier: 'GOLD', points: 200, cashFen: 0 }],
      limits: { total: null, perMonth: 2 },
      worthFen: 2_800,
      costFen: 900,
      alertAt: 20,
      sort: 20,
    },
  },
  {
    code: 'pickled-fish',
    stock: 60,
    definition: {
      ...plain,
      name: { zh: '招牌酸菜鱼', en: 'Fish with pickles' },
      note: { zh: '两斤黑鱼，三四个人的量。', en: 'A kilogram of snakehead, for three or four.' },
      points: 900,
      cashFen: 990,
      limits: { total: null, perMonth: 1 },
      worthFen: 8_800,
      costFen: 3_200,
      alertAt: 10,
      sort: 30,
    },
  },
  {
    code: 'longevity-noodles',
    stock: 300,
    definition: {
      ...plain,
      name: { zh: '生日长寿面', en: 'Birthday noodles' },
      note: { zh: '生日当月来店，一碗热面和一句祝福。', en: 'A bowl of noodles and our best wishes.' },
      points: 10,
      birthdayMonth: true,
      limits: { total: null, perMonth: 1 },
      refundable: false,
      worthFen: 1_600,
      costFen: 400,
      sort: 40,
    },
  },
  {
    code: 'chilli-jar',
    stock: 40,
    definition: {
      ...plain,
      name: { zh: '回头油辣子一罐', en: 'A jar of our chilli oil' },
      note: { zh: '后厨同款，200 克，到店自取。', en: 'As in our kitchen, 200 g, to take home.' },
      gift: { type: 'GOODS' },
      category: 'GOODS',
      points: 1_200,
      validDays: 60,
      worthFen: 3_900,
      costFen: 1_300,
      alertAt: 40,
      sort: 50,
    },
  },
  {
    code: 'chefs-table',
    stock: 8,
    definition: {
      ...plain,
      name: { zh: '主厨小桌试菜', en: "A seat at the chef's table" },
      note: { zh: '每月最后一个周四，新菜先尝。金卡及以上。', en: 'New dishes first, the last Thursday of a month.' },
      gift: { type: 'SERVICE' },
      category: 'EXPERIENCE',
      points: 3_000,
      lowestTier: 'GOLD',
      limits: { total: 1, perMonth: null },
      worthFen: 19_800,
      costFen: 6_000,
      alertAt: 3,
      sort: 60,
    },
  },
]
