/** Made-up guests: nicknames as people give themselves in WeChat, and numbers nobody has. */
import type { Random } from './random.rules.js'

const MOODS = [
  '爱吃辣的',
  '不吃香菜的',
  '晒太阳的',
  '早睡的',
  '慢悠悠的',
  '戴草帽的',
  '会飞的',
  '迷路的',
  '散步的',
  '爱笑的',
  '打瞌睡的',
  '半糖的',
  '加班的',
  '下雨天的',
  '胖乎乎的',
  '想旅行的',
  '安静的',
  '七分熟的',
  '刚睡醒的',
  '骑单车的',
]
const THINGS = [
  '橘子',
  '小熊',
  '番茄',
  '云朵',
  '栗子',
  '柚子',
  '海带',
  '芝麻',
  '年糕',
  '豆包',
  '糯米',
  '土豆',
  '青柠',
  '核桃',
  '布丁',
  '可颂',
  '豌豆',
  '麻薯',
  '桂花',
  '石榴',
  '西柚',
  '荔枝',
  '榴莲',
  '花生',
  '蘑菇',
  '团子',
  '海星',
  '松鼠',
  '企鹅',
  '水獭',
]
const CALLS = ['小', '阿', '老', '大']
const SYLLABLES = ['满', '乐', '宁', '禾', '舟', '星', '棠', '柯', '岚', '夏', '初', '川', '鹿', '糖', '米', '圆', '北']
const ENDINGS = ['同学', '不加糖', '爱喝汤', '在路上', '今天吃什么', 'zz', '的日常', '吃饱了', '酱', '本人']
const LATIN = ['Momo', 'Lulu', 'Echo', 'Kiki', 'Nana', 'Yoyo', 'Coco', 'Mia', 'Leo', 'Sunny', 'Vivi', 'Toto']

export function nicknameOf(random: Random): string {
  const form = random.weighted([38, 22, 22, 10, 8])
  if (form === 0) return random.pick(MOODS) + random.pick(THINGS)
  if (form === 1) return random.pick(CALLS) + random.pick(SYLLABLES) + random.pick(['', ...SYLLABLES])
  if (form === 2) return random.pick(THINGS) + random.pick(ENDINGS)
  if (form === 3)
    return random.pick(LATIN) + random.pick(['', '', random.pick(SYLLABLES), String(random.between(1, 99))])
  return random.pick(SYLLABLES) + random.pick(SYLLABLES) + random.pick(ENDINGS)
}

/** The shape of a mobile number in a block of ten thousand that stands for nobody: 198 0000 0000 and on. */
export function phoneOf(person: number): string {
  if (person > 9_999) throw new RangeError(`person ${person}`)
  return `1980000${String(person).padStart(4, '0')}`
}
