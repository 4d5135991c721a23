/** What rewards say of themselves, zh first. Pure. */
import { formatYuan } from '@huitou/shared/amounts'
import type { Text } from '@huitou/shared/basics'
import type { RewardDefinition } from '@huitou/shared/mall'
import { dayOf, localOf, PROGRAMME_ZONE } from '../calendar.js'

export function nameOf({ name }: Pick<RewardDefinition, 'name'>): Text {
  return { zh: name.zh, en: name.en || name.zh }
}

export function noteOf({ note }: Pick<RewardDefinition, 'note'>): Text {
  return { zh: note.zh, en: note.en || note.zh }
}

/** What an entry of the ledger says it was for. */
export function whatOf(definition: Pick<RewardDefinition, 'name'> & Partial<Pick<RewardDefinition, 'gift'>>): Text {
  const { zh, en } = nameOf(definition)
  if (definition.gift?.type === 'DONATION') return { zh: `捐给${zh}`, en: `a donation: ${en}` }
  return { zh: `兑换${zh}`, en }
}

interface Term {
  label: Text
  text: Text
}

/** What there is to know before an exchange, line by line. `lowest`: the name of the tier it takes. */
export function termsOf(definition: RewardDefinition, names: { stores: string[] | null; lowest: Text | null }): Term[] {
  const { limits, window } = definition
  const terms: Term[] = []
  const say = (zh: string, en: string, text: Text) => terms.push({ label: { zh, en }, text })
  howTerms(definition, names.stores, say)
  if (names.lowest) {
    say('会员等级', 'Tier', { zh: `${names.lowest.zh}及以上`, en: `${names.lowest.en} and above` })
  }
  const limited = limitText(limits)
  if (limited) say('兑换次数', 'How many', limited)
  if (window.from || window.until) say('兑换时间', 'When', windowText(window))
  if (definition.birthdayMonth) {
    say('生日专享', 'Birthday', { zh: '仅限生日当月兑换', en: 'In the month of your birthday' })
  }
  if (definition.gift.type === 'DONATION') say('退换', 'Giving back', DONATED)
  else say('退换', 'Giving back', definition.refundable ? REFUNDABLE : FINAL)
  return terms
}

/** How it is had: shown in a store, put into the wallet, sent, attended, or given away. */
function howTerms(
  { gift, validDays, uses = 1 }: RewardDefinition,
  stores: string[] | null,
  say: (zh: string, en: string, text: Text) => void,
): void {
  const where = stores ? { zh: stores.join('、'), en: stores.join(', ') } : ALL_STORES
  if (gift.type === 'DONATION') {
    say('怎么捐', 'How', {
      zh: `每次兑换，商家向${gift.cause.zh}捐出 ${formatYuan(gift.givesFen)}，累计数公开可查。`,
      en: `For each exchange the house gives ${formatYuan(gift.givesFen)} to ${gift.cause.en || gift.cause.zh}; the totals are public.`,
    })
    return
  }
  if (gift.type === 'GOODS' && gift.delivery === 'POST') {
    say('怎么收货', 'How', {
      zh: '兑换后填写收货地址，发货前可以改。地址加密保存，签收 30 天后自动删除。',
      en: 'You give an address afterwards and may change it until it is sent. It is kept encrypted and erased 30 days after the goods arrive.',
    })
    return
  }
  if (gift.type === 'EVENT') {
    const span = `${stampOf(gift.startsAt)} – ${stampOf(gift.endsAt)}`
    say('活动时间', 'When it is', { zh: span, en: span })
    say('活动地点', 'Where', where)
    const late = gift.cancelUntil && stampOf(gift.cancelUntil)
    if (late)
      say('取消', 'Giving back', {
        zh: `${late} 前可以取消，积分全部退回。`,
        en: `Until ${late}; all points come back.`,
      })
    return
  }
  if (gift.type !== 'COUPON' && gift.type !== 'PACK') {
    say('有效期', 'Good for', {
      zh: `兑换当天起 ${validDays} 天内使用`,
      en: `${validDays} ${validDays === 1 ? 'day' : 'days'}, the day of the exchange being the first`,
    })
    if (uses > 1) {
      say('使用次数', 'Uses', {
        zh: `可用 ${uses} 次，可以分几次来用`,
        en: `${uses} times, on one visit or on several`,
      })
    }
    say('适用门店', 'Where', where)
    say('使用方式', 'How', {
      zh: '到店点餐时向店员出示兑换码，由店员核销。请勿提前点使用。',
      en: 'Show the code to the staff when you order. They will verify it.',
    })
  } else {
    say('使用方式', 'How', {
      zh: '兑换后放进“我的券”，有效期和可用时间写在券上。',
      en: 'It goes to your coupons, which say when and where they are good.',
    })
  }
}

const ALL_STORES = { zh: '全部门店', en: 'Every store' }
const REFUNDABLE = {
  zh: '未使用且在有效期内可以退，积分退回原来的批次，已付的钱原路退回。',
  en: 'Unused and in time, it can be given back: points go back to where they came from, and so does the money.',
}
const DONATED = { zh: '捐出的积分不能退回。', en: 'Points that were given away do not come back.' }
const FINAL = { zh: '换出后不能退。', en: 'It cannot be given back.' }

function limitText({ total, perMonth }: RewardDefinition['limits']): Text | null {
  const parts: Text[] = []
  if (perMonth !== null) parts.push({ zh: `每月最多 ${perMonth} 份`, en: `${perMonth} a month` })
  if (total !== null) parts.push({ zh: `每人最多 ${total} 份`, en: `${total} for each member` })
  if (parts.length === 0) return null
  return { zh: parts.map(part => part.zh).join('，'), en: parts.map(part => part.en).join(', ') }
}

function windowText({ from, until }: RewardDefinition['window']): Text {
  const first = from ? dayOf(new Date(from), PROGRAMME_ZONE) : null
  const last = until ? dayOf(new Date(new Date(until).getTime() - 1), PROGRAMME_ZONE) : null
  if (first && last) return { zh: `${first} 至 ${last}`, en: `${first} to ${last}` }
  return first ? { zh: `${first} 起`, en: `from ${first}` } : { zh: `${last} 止`, en: `until ${last}` }
}

/** When an event is; null for everything else. */
export function eventOf({ gift }: Pick<RewardDefinition, 'gift'>) {
  if (gift.type !== 'EVENT') return null
  const { startsAt, endsAt, cancelUntil } = gift
  return { startsAt, endsAt, cancelUntil }
}

/** "2026-12-24 18:30", programme time. */
function stampOf(at: string): string {
  const two = (n: number) => String(n).padStart(2, '0')
  const { hour, minute } = localOf(new Date(at), PROGRAMME_ZONE)
  return `${dayOf(new Date(at), PROGRAMME_ZONE)} ${two(hour)}:${two(minute)}`
}
