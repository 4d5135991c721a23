/** What diners and marketers read about tiers: what is missing, what happened and why, and the notice of a new ladder. */
import { formatPoints, formatYuan } from '@huitou/shared/amounts'
import type { Ladder } from '@huitou/shared/tiers'
import type { PublishedLadder, TierOf } from '../members/member-tier.rules.js'
import { MEASURES, type Measure, type RungOf, type Sums } from './ladder.rules.js'

export interface Said {
  zh: string
  en: string
}
export interface Missing {
  measure: Measure
  amount: number
  /** What has to be spent for it, where that is known. */
  fen: number | null
}

/** "再消费 ¥126 升金卡", or the visits and points that are missing where those are nearer. */
export function gapSays(missing: Missing, to: TierOf): Said {
  const [zh, en] = amountOf(missing)
  return { zh: `${zh}升${to.name.zh}`, en: `${en} to reach ${to.name.en}` }
}

/** "保级还差 320 成长值". */
export function keepSays({ measure, amount }: Missing, until: string): Said {
  const [zh, en] = quantity(measure, amount)
  return { zh: `保级还差 ${zh}，${day(until)}前达到即可`, en: `${en} short of keeping your tier by ${until}` }
}

export function buyBackSays(points: number, tier: TierOf): Said {
  return {
    zh: `用 ${formatPoints(points)} 积分保住${tier.name.zh}，到下次评定日再看`,
    en: `Keep ${tier.name.en} until the next review for ${formatPoints(points)} points`,
  }
}

/** What a rung asks for: "12 个月内成长值满 6,000". */
export function asksOf({ threshold }: RungOf, window: Ladder['window']): Said {
  const asked = MEASURES.filter(measure => (threshold[measure] ?? 0) > 0)
  if (asked.length === 0) return { zh: '入会即是', en: 'From the day you join' }
  const [zh, en] = window === 'YEAR' ? ['今年', 'this year'] : ['12 个月内', 'in twelve months']
  const all = asked.map(measure => quantity(measure, threshold[measure]!))
  return {
    zh: `${zh}满 ${all.map(([text]) => text).join(' 或 ')}`,
    en: `${all.map(([, text]) => text).join(' or ')} ${en}`,
  }
}

export interface ChangeSaid {
  reason: string
  to: TierOf
  sums: Sums
  graceUntil: string | null
}

/** Why a tier changed or stayed, in one sentence. */
export function changeSays({ reason, to, sums, graceUntil }: ChangeSaid): Said {
  const [zh, en] = quantity('growth', sums.growth)
  switch (reason) {
    case 'ROSE':
      return { zh: `${zh}，升为${to.name.zh}`, en: `${en}: welcome to ${to.name.en}` }
    case 'KEPT':
      return { zh: `${zh}，保住${to.name.zh}`, en: `${en}: you keep ${to.name.en}` }
    case 'GRACE':
      return {
        zh: `${zh}，未达到${to.name.zh}标准，保留到 ${graceUntil ?? ''}`,
        en: `${en}, short of ${to.name.en}; yours until ${graceUntil ?? ''} all the same`,
      }
    case 'FELL':
      return { zh: `${zh}，调整为${to.name.zh}`, en: `${en}: your tier is now ${to.name.en}` }
    case 'BOUGHT_BACK':
      return { zh: `用积分保住${to.name.zh}`, en: `You kept ${to.name.en} for points` }
    case 'GRANDFATHERED':
      return {
        zh: `规则调整，本次评定为您保留${to.name.zh}`,
        en: `The rules changed; this review leaves you on ${to.name.en}`,
      }
    case 'LADDER':
      return { zh: `规则调整，升为${to.name.zh}`, en: `The rules changed: welcome to ${to.name.en}` }
    default:
      return { zh: `入会，成为${to.name.zh}会员`, en: `You joined as ${to.name.en}` }
  }
}

/** What a marketer may send to members about a new ladder: what changes, from when, and that nothing is lost at once. */
export function noticeOf(
  before: PublishedLadder,
  next: Ladder,
  order: { reviewOn: string; grandfather: boolean },
): Said {
  const moved = next.rungs.flatMap(rung => {
    const old = before.ladder.rungs.find(({ code }) => code === rung.code)
    const [now, was] = [asksOf(rung, next.window), old && asksOf(old, before.ladder.window)]
    if (was?.zh === now.zh) return []
    return [
      {
        zh: `${rung.name.zh}：${was ? `由“${was.zh}”改为` : '新增，'}“${now.zh}”`,
        en: `${rung.name.en}: ${now.en}${was ? ` (was: ${was.en})` : ' (new)'}`,
      },
    ]
  })
  const spared = order.grandfather
    ? {
        zh: '按原规则达标的会员，首次评定为您保留等级。',
        en: 'Whoever meets the old rules keeps the tier at the first review.',
      }
    : { zh: '', en: '' }
  const zh = moved.map(line => line.zh).join('；') || '等级权益有更新'
  const en = moved.map(line => line.en).join('; ') || 'the benefits of the tiers have changed'
  return {
    zh: `会员等级规则调整：${zh}。达标即升；自 ${order.reviewOn} 评定起按新规则保级。${spared.zh}已获得的积分和成长值不变。`,
    en: `Our tiers change: ${en}. You rise as soon as you qualify; reviews follow the new rules from ${order.reviewOn}. ${spared.en}${spared.en ? ' ' : ''}Points and growth you have stay yours.`,
  }
}

function amountOf({ measure, amount, fen }: Missing): [zh: string, en: string] {
  if (fen !== null) return [`再消费 ${yuan(fen)} `, `Spend ${yuan(fen)} more`]
  const [zh, en] = quantity(measure, amount)
  if (measure === 'visits') return [`再来 ${amount} 次`, `${en} more`]
  if (measure === 'pointsUsed') return [`再用 ${zh}`, `${en} more`]
  return [`还差 ${zh}，可`, `${en} more`]
}

function quantity(measure: Measure, amount: number): [zh: string, en: string] {
  const many = amount === 1 ? '' : 's'
  if (measure === 'growth') return [`${formatPoints(amount)} 成长值`, `${formatPoints(amount)} growth`]
  if (measure === 'spendFen') return [`消费 ${yuan(amount)}`, `${yuan(amount)} spent`]
  if (measure === 'visits') return [`${amount} 次到店`, `${amount} visit${many}`]
  return [`${formatPoints(amount)} 已用积分`, `${formatPoints(amount)} point${many} used`]
}

/** Whole yuan without decimals: "¥126". */
const yuan = (fen: number): string => formatYuan(fen).replace(/\.00$/, '')
const day = (iso: string): string => `${Number(iso.slice(5, 7))} 月 ${Number(iso.slice(8, 10))} 日`
