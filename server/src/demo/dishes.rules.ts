/** What is on the menu of the demonstration, and what a table of a bill may have had. Pure. */
import type { BillItem } from '@huitou/shared/rules'
import { Random } from './random.rules.js'

interface Dish {
  name: string
  category: string
  fen: number
}

const MENU: readonly Dish[] = [
  { name: '葱油拌面', category: 'STAPLE', fen: 1_800 },
  { name: '菜饭', category: 'STAPLE', fen: 1_600 },
  { name: '生煎', category: 'STAPLE', fen: 2_200 },
  { name: '时令小炒', category: 'HOT', fen: 3_800 },
  { name: '红烧肉', category: 'HOT', fen: 5_800 },
  { name: '油爆虾', category: 'HOT', fen: 6_800 },
  { name: '腌笃鲜', category: 'HOT', fen: 7_800 },
  { name: '清蒸鲈鱼', category: 'HOT', fen: 8_800 },
  { name: '白斩鸡', category: 'COLD', fen: 4_200 },
  { name: '四喜烤麸', category: 'COLD', fen: 2_600 },
  { name: '桂花糖芋苗', category: 'DESSERT', fen: 1_800 },
  { name: '酒酿圆子', category: 'DESSERT', fen: 1_600 },
  { name: '酸梅汤', category: 'DRINK', fen: 1_200 },
  { name: '龙井', category: 'DRINK', fen: 2_800 },
  { name: '花雕', category: 'ALCOHOL', fen: 6_800 },
  { name: '啤酒', category: 'ALCOHOL', fen: 1_500 },
]
/** Tills that send the dishes do so for about half of their bills. */
const SENDS_DISHES = 0.5
const MOST_LINES = 8

/** The dishes of a bill, before discounts; none where the till sends none. The same bill always has the same. */
export function dishesOf(bill: { billNo: string; fen: number; staff: number | null; told?: true }): BillItem[] {
  const random = new Random(seedOf(bill.billNo))
  if (bill.staff !== null || bill.told || !random.chance(SENDS_DISHES)) return []
  const dishes = new Map<Dish, number>()
  for (let sum = 0; sum < bill.fen && dishes.size < MOST_LINES; ) {
    const dish = random.pick(MENU)
    dishes.set(dish, (dishes.get(dish) ?? 0) + 1)
    sum += dish.fen
  }
  return [...dishes].map(([{ name, category, fen }, quantity]) => ({
    name,
    category,
    quantity,
    amountFen: fen * quantity,
  }))
}

function seedOf(text: string): number {
  let seed = 7
  for (const letter of text) seed = (Math.imul(seed, 31) + letter.codePointAt(0)!) | 0
  return seed
}
