/** What the programme promises everybody, said from the base rate. Pure. */
import { formatYuan } from '@huitou/shared/amounts'
import type { Expiry, RuleDefinition } from '@huitou/shared/rules'
import type { Bilingual } from './trace.rules.js'
import { plural } from './words.texts.js'

/** "实付每 1 元得 1 分，不足部分不计". */
export function rateSentence({ reward, name }: RuleDefinition): Bilingual {
  if (reward.kind !== 'RATE') return name
  const { points, fen } = reward
  return {
    zh: `${fen === 100 ? '实付每 1 元' : `实付每 ${formatYuan(fen)} `}得 ${points} 分，不足部分不计`,
    en: `${points} ${plural(points)} for every ${formatYuan(fen)} paid, rounded down per bill`,
  }
}

/** When points end. */
export function endSentence(expiry: Expiry | null): Bilingual {
  switch (expiry?.kind) {
    case 'MONTHS':
      return {
        zh: `积分从获得当月起，第 ${expiry.months} 个月月末到期`,
        en: `Points end with the ${expiry.months}th month after the month they were earned in`,
      }
    case 'ACTIVITY':
      return {
        zh: `${expiry.months} 个月没有消费，积分才会到期；每次消费都会重新计算`,
        en: `Points end with the ${expiry.months}th month after your last visit; every visit puts that off`,
      }
    case 'DATE':
      return { zh: `积分用到 ${expiry.on}（含当天）`, en: `Points are good until ${expiry.on}, that day included` }
    default:
      return { zh: '积分长期有效', en: 'Points do not expire' }
  }
}
