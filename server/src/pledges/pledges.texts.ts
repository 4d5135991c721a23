/** What group redemption says of itself, zh first. Pure. */
import type { Text } from '@huitou/shared/basics'
import type { GroupDefinition } from '@huitou/shared/pledges'

export function textOf({ zh, en }: Text): Text {
  return { zh, en: en || zh }
}

/** What entries of the ledger say it was for. */
export function togetherFor({ name }: Pick<GroupDefinition, 'name'>): Text {
  const { zh, en } = textOf(name)
  return { zh: `拼团“${zh}”`, en: `the group for “${en}”` }
}

interface Term {
  label: Text
  text: Text
}

/** What there is to know beforehand, line by line. `lowest`: the name of the tier it takes. */
export function termsOf({ size, hours, cancellable, limits }: GroupDefinition, lowest: Text | null): Term[] {
  const terms: Term[] = [
    {
      label: { zh: '怎么拼', en: 'How it works' },
      text: {
        zh: `${hours} 小时内凑齐 ${size} 人，每人一份。积分先冻结，成团才用掉。`,
        en: `${size} members within ${hours} hours, one each. Points are set aside and used only once the group is full.`,
      },
    },
    {
      label: { zh: '没拼成', en: 'If it does not fill' },
      text: {
        zh: '时间一到自动全部退回，不用您操作，明细里有一条同样分数的退回记录。',
        en: 'All points come back by themselves when the time is over, with one entry of the same number.',
      },
    },
    {
      label: { zh: '中途退出', en: 'Stepping back' },
      text: cancellable
        ? { zh: '成团之前可以退出，积分马上退回。', en: 'Until the group is full; your points come back at once.' }
        : { zh: '加入后不能退出，成不了会全部退回。', en: 'Not possible; all points come back if it does not fill.' },
    },
    {
      label: { zh: '成团之后', en: 'Once full' },
      text: { zh: '兑换券放进“我换的”，不能退。', en: 'Vouchers go to everybody and cannot be given back.' },
    },
  ]
  if (limits.total !== null) {
    const text = { zh: `每人一共最多 ${limits.total} 份`, en: `${limits.total} for each member in all` }
    terms.push({ label: { zh: '次数', en: 'How often' }, text })
  }
  if (lowest) {
    const text = { zh: `${lowest.zh}及以上`, en: `${lowest.en} and above` }
    terms.push({ label: { zh: '会员等级', en: 'Tier' }, text })
  }
  return terms
}
