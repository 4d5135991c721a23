import type { RuleDefinition } from '@huitou/shared/rules'
import { describe, expect, test } from '@jest/globals'
import { bill, billOf, dish, earned, guest, late, rule, times } from '../../../test/earning-builders.js'
import { explainedOf } from './earning.rules.js'
import type { Trace } from './trace.rules.js'

const named = (zh: string, en: string) => ({ name: { zh, en } })

describe('why not', () => {
  const stacking = (priority: number) => ({ stacking: { group: 'g', choose: 'BEST' as const, priority } })

  test('a rule that stood back says for whom, and what it would have given', () => {
    const rules = {
      day: rule(times(200), { ...named('会员日双倍', 'Member day'), ...stacking(1) }),
      feast: rule(times(300), { ...named('春节三倍', 'Spring Festival'), ...stacking(2) }),
    }
    const { trace } = earned(rules)
    expect(explainedOf(trace).notPaid).toEqual([
      {
        rule: { zh: '会员日双倍', en: 'Member day' },
        code: 'day',
        why: 'LOST',
        sentence: {
          zh: '会员日双倍与春节三倍不同享，本可得 88 分',
          en: 'Member day does not add to Spring Festival; by itself it would give 88',
        },
      },
    ])
    const orphan: Trace = { ...trace, parts: [] }
    expect(explainedOf(orphan).notPaid[0]!.sentence.zh).toBe('会员日双倍与feast不同享，本可得 88 分')
  })

  type Blocks = RuleDefinition['when']['rules']
  const why = (block: Blocks[number], occasion = bill(), member = guest(), facts = late()) => {
    const { trace } = earned(
      {
        double: rule(times(200), { ...named('双倍积分日', 'Double day'), when: { combinator: 'and', rules: [block] } }),
      },
      { occasion, member, facts },
    )
    const [note] = explainedOf(trace).notPaid
    return note && [note.why, note.sentence.zh, note.sentence.en]
  }
  const at = (local: string) => bill({ at: new Date(`${local}+08:00`) })

  test.each([
    [
      { field: 'amount', operator: '>=', value: 8000 },
      bill({ paidFen: 7600 }),
      '双倍积分日需单笔满 ¥80，本单 ¥76',
      'Double day asks for this: the bill is ¥80 or more; this one is ¥76',
    ],
    [
      { field: 'amount', operator: '<=', value: 7999 },
      bill({ paidFen: 8001 }),
      '双倍积分日需单笔不超过 ¥79.99，本单 ¥80.01',
      'Double day asks for this: the bill is ¥79.99 or less; this one is ¥80.01',
    ],
    [
      { field: 'weekday', operator: 'in', value: [2] },
      bill(),
      '双倍积分日需每周二，本单周六',
      'Double day asks for this: on Tuesday; this was Saturday',
    ],
    [
      { field: 'weekday', operator: 'notIn', value: [6, 7] },
      bill(),
      '双倍积分日需周六、周日以外，本单周六',
      'Double day asks for this: not on Saturday, Sunday; this was Saturday',
    ],
    [
      { field: 'time', operator: 'between', value: ['17:00', '21:00'] },
      at('2026-11-21T09:05:00'),
      '双倍积分日需17:00–21:00，本单 09:05',
      'Double day asks for this: 17:00–21:00; this was at 09:05',
    ],
    [
      { field: 'time', operator: 'between', value: ['22:00', '02:00'] },
      bill(),
      '双倍积分日需22:00–次日 02:00，本单 12:00',
      'Double day asks for this: 22:00–02:00 the next day; this was at 12:00',
    ],
    [
      { field: 'dayOfMonth', operator: 'in', value: [8, 18] },
      bill(),
      '双倍积分日需每月 8 日、18 日，本单 21 日',
      'Double day asks for this: on day 8, 18 of the month; this was day 21',
    ],
    [
      { field: 'dayOfMonth', operator: 'notIn', value: [21] },
      bill(),
      '双倍积分日需每月 21 日以外，本单 21 日',
      'Double day asks for this: not on day 21 of the month; this was day 21',
    ],
    [
      { field: 'festival', operator: 'in', value: ['QIXI'] },
      bill(),
      '双倍积分日需七夕当天，当天不是',
      'Double day asks for this: on Qixi; this day was not',
    ],
    [
      { field: 'festival', operator: 'notIn', value: ['QIXI', 'LABA'] },
      at('2026-08-19T12:00:00'),
      '双倍积分日需七夕、腊八节以外，当天是七夕',
      'Double day asks for this: not on Qixi, Laba; this day was Qixi',
    ],
    [
      { field: 'store', operator: 'in', value: ['2'] },
      bill(),
      '双倍积分日需在徐汇店，本单在静安店',
      'Double day asks for this: at 徐汇店; this was at 静安店',
    ],
    [
      { field: 'store', operator: 'notIn', value: ['1'] },
      bill(),
      '双倍积分日需不在静安店，本单在静安店',
      'Double day asks for this: not at 静安店; this was at 静安店',
    ],
    [
      { field: 'tier', operator: 'in', value: ['GOLD', 'BLACK'] },
      bill(),
      '双倍积分日需等级为金卡、黑金，当前普通',
      'Double day asks for this: the tier is Gold, Black; the tier is Member',
    ],
    [
      { field: 'tier', operator: 'notIn', value: ['NORMAL'] },
      bill(),
      '双倍积分日需等级不是普通，当前普通',
      'Double day asks for this: the tier is not Member; the tier is Member',
    ],
    [
      { field: 'category', operator: 'in', value: ['DRINK'] },
      billOf(dish('HOT', 100)),
      '双倍积分日需含饮品，本单为热菜',
      'Double day asks for this: the bill has 饮品; this one has 热菜',
    ],
    [
      { field: 'category', operator: 'in', value: ['DRINK', 'ALCOHOL'] },
      billOf(dish('HOT', 100)),
      '双倍积分日需含饮品、酒水任一，本单为热菜',
      'Double day asks for this: the bill has any of 饮品, 酒水; this one has 热菜',
    ],
    [
      { field: 'category', operator: 'notIn', value: ['HOT'] },
      billOf(dish('HOT', 100)),
      '双倍积分日需不含热菜，本单为热菜',
      'Double day asks for this: the bill has none of 热菜; this one has 热菜',
    ],
    [
      { field: 'product', operator: 'in', value: ['7'] },
      billOf(dish('HOT', 100)),
      '双倍积分日需点了酸梅汤，本单点了未知',
      'Double day asks for this: 酸梅汤 was ordered; this one has unknown',
    ],
    [
      { field: 'product', operator: 'notIn', value: ['7'] },
      billOf(dish('HOT', 100, { productId: 7 })),
      '双倍积分日需没点酸梅汤，本单点了酸梅汤',
      'Double day asks for this: none of 酸梅汤 was ordered; this one has 酸梅汤',
    ],
    [
      { field: 'tableSize', operator: '>=', value: 4 },
      bill({ tableSize: 3 }),
      '双倍积分日需用餐满 4 人，本单 3 人',
      'Double day asks for this: there are 4 guests or more; this was for 3',
    ],
    [
      { field: 'tableSize', operator: '<=', value: 2 },
      bill(),
      '双倍积分日需用餐不超过 2 人，没有登记人数',
      'Double day asks for this: there are 2 guests or fewer; the number of guests is not known',
    ],
    [
      { field: 'newProduct', operator: '<=', value: 30 },
      billOf(dish('HOT', 100, { listedOn: '2026-10-21' })),
      '双倍积分日需点了上市 30 天内的新品，本单最新的上市 31 天',
      'Double day asks for this: a dish is at most 30 days new; the newest one here is 31 days old',
    ],
    [
      { field: 'newProduct', operator: '<=', value: 30 },
      bill(),
      '双倍积分日需点了上市 30 天内的新品，本单没有新品',
      'Double day asks for this: a dish is at most 30 days new; there was none',
    ],
    [
      { field: 'birthday', operator: 'in', value: 'MONTH' },
      bill(),
      '双倍积分日需生日当月，还没有填写生日',
      'Double day asks for this: in the month of the birthday; no birthday is given',
    ],
  ] as [Blocks[number], ReturnType<typeof bill>, string, string][])('%j', (block, occasion, sentence, english) => {
    expect(why(block, occasion)).toEqual(['MISSED', sentence, english])
  })

  test('birthdays and visits', () => {
    const day: Blocks[number] = { field: 'birthday', operator: 'in', value: 'DAY' }
    const week: Blocks[number] = { field: 'birthday', operator: 'in', value: 'WEEK' }
    expect(why(day, bill(), guest({ birthday: { calendar: 'SOLAR', on: '01-02' } }))?.[1]).toBe(
      '双倍积分日需生日当天，生日 01-02',
    )
    expect(why(week, bill(), guest({ birthday: { calendar: 'LUNAR', on: '01-02' } }))?.slice(1)).toEqual([
      '双倍积分日需生日当周，生日农历 01-02',
      'Double day asks for this: in the week of the birthday; the lunar birthday is 01-02',
    ])
    const back: Blocks[number] = { field: 'daysSinceLastVisit', operator: '<=', value: 9 }
    expect(why(back)?.slice(1)).toEqual([
      '双倍积分日需距上次消费不超过 9 天，本次是第 10 天',
      'Double day asks for this: it is within 9 days of the last visit; this was day 10',
    ])
    expect(why(back, bill(), guest(), late({ activities: 0, lastActivityAt: null }))?.slice(1)).toEqual([
      '双倍积分日需距上次消费不超过 9 天，本次是首次消费',
      'Double day asks for this: it is within 9 days of the last visit; this was the first visit',
    ])
  })
})
