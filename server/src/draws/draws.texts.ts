/** What lotteries say of themselves, zh first. Pure. */
import type { Text } from '@huitou/shared/basics'
import type { DrawDefinition } from '@huitou/shared/draws'
import { dayOf, PROGRAMME_ZONE } from '../calendar.js'
import { prizeOf } from './draws.rules.js'

export function textOf({ zh, en }: Text): Text {
  return { zh, en: en || zh }
}

/** What the entry of the ledger says that a draw took. */
export function spentOn({ name }: Pick<DrawDefinition, 'name'>): Text {
  const { zh, en } = textOf(name)
  return { zh: `抽奖“${zh}”`, en: `a draw of “${en}”` }
}

/** What the entry of the ledger says that a prize of points was for. */
export function wonIn({ name }: Pick<DrawDefinition, 'name'>): Text {
  const { zh, en } = textOf(name)
  return { zh: `抽奖“${zh}”抽中`, en: `won in “${en}”` }
}

interface Term {
  label: Text
  text: Text
}

/** What there is to know before a draw, line by line. `lowest`: the name of the tier it takes. */
export function termsOf(definition: DrawDefinition, lowest: Text | null): Term[] {
  const terms: Term[] = []
  const say = (zh: string, en: string, text: Text) => terms.push({ label: { zh, en }, text })
  const { perDay, total } = definition.limits
  say('次数', 'How often', {
    zh: `每人每天最多 ${perDay} 次${total === null ? '' : `，一共最多 ${total} 次`}`,
    en: `${perDay} a day for each member${total === null ? '' : `, ${total} in all`}`,
  })
  const stand = textOf(prizeOf(definition, definition.consolation).name)
  say('奖品发完', 'Out of stock', {
    zh: `抽中的奖品已经发完时，改为“${stand.zh}”，用掉的积分不退。剩余数量抽之前就能看到。`,
    en: `A prize that is out of stock becomes “${stand.en}”, and the points stay used. What is left is shown beforehand.`,
  })
  say('结果', 'The result', {
    zh: '由服务器在您点下时先定好，动画只是展示，跳过不影响结果。断网也不丢，回来还是同一个结果。',
    en: 'Decided by the server when you tap. The animation only shows it; an interrupted draw keeps its result.',
  })
  say('公平', 'Fairness', {
    zh: '每天的种子先公布指纹，次日零点公开种子，谁都可以验算每一次结果。',
    en: 'The fingerprint of each day’s seed is published first and the seed at midnight: anybody can check every result.',
  })
  if (lowest) say('会员等级', 'Tier', { zh: `${lowest.zh}及以上`, en: `${lowest.en} and above` })
  const { from, until } = definition.window
  if (from || until) {
    const first = from ? dayOf(new Date(from), PROGRAMME_ZONE) : null
    const last = until ? dayOf(new Date(new Date(until).getTime() - 1), PROGRAMME_ZONE) : null
    say('时间', 'When', {
      zh: first && last ? `${first} 至 ${last}` : first ? `${first} 起` : `${last} 止`,
      en: first && last ? `${first} to ${last}` : first ? `from ${first}` : `until ${last}`,
    })
  }
  say('积分', 'Points', {
    zh: '抽奖用掉的积分不退。积分和奖品不能换成现金。',
    en: 'Points that were drawn with do not come back. Neither points nor prizes can be changed into money.',
  })
  return terms
}
