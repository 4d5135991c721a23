import type { RuleDefinition } from '@huitou/shared/rules'
import { describe, expect, test } from '@jest/globals'
import { bill, dish, earned, guest, rule, times } from '../../../test/earning-builders.js'

describe('near misses', () => {
  const missed = (when: RuleDefinition['when']['rules'], occasion = bill(), member = guest()) =>
    earned(
      { double: rule(times(200), { when: { combinator: 'and', rules: when } }) },
      { occasion, member },
    ).trace.missed?.map(({ lacks }) => lacks)

  test('one unmet condition is told with the fact it met', () => {
    expect(
      missed([
        { field: 'amount', operator: '>=', value: 9000 },
        { field: 'weekday', operator: 'in', value: [6] },
      ]),
    ).toEqual([{ field: 'amount', operator: '>=', value: 9000, actual: 8850 }])
  })

  test('two are not nearly', () => {
    expect(
      missed([
        { field: 'amount', operator: '>=', value: 9000 },
        { field: 'weekday', operator: 'in', value: [5] },
      ]),
    ).toBeUndefined()
  })

  test('names are those of the day', () => {
    const lines = [dish('HOT', 8850, { productId: 7 })]
    expect(missed([{ field: 'tier', operator: 'in', value: ['GOLD', 'BLACK'] }])).toEqual([
      {
        field: 'tier',
        operator: 'in',
        value: ['GOLD', 'BLACK'],
        names: { zh: '金卡、黑金', en: 'Gold, Black' },
        actual: 'NORMAL',
        actually: { zh: '普通', en: 'Member' },
      },
    ])
    expect(missed([{ field: 'store', operator: 'in', value: ['2', '3'] }])).toEqual([
      {
        field: 'store',
        operator: 'in',
        value: ['2', '3'],
        names: { zh: '徐汇店、3', en: '徐汇店, 3' },
        actual: '1',
        actually: { zh: '静安店', en: '静安店' },
      },
    ])
    expect(missed([{ field: 'category', operator: 'in', value: ['DRINK'] }], bill({ lines }))).toEqual([
      {
        field: 'category',
        operator: 'in',
        value: ['DRINK'],
        names: { zh: '饮品', en: '饮品' },
        actual: ['HOT'],
        actually: { zh: '热菜', en: '热菜' },
      },
    ])
    expect(missed([{ field: 'product', operator: 'in', value: ['8'] }], bill({ lines }))).toEqual([
      {
        field: 'product',
        operator: 'in',
        value: ['8'],
        names: { zh: '8', en: '8' },
        actual: ['7'],
        actually: { zh: '酸梅汤', en: '酸梅汤' },
      },
    ])
    expect(
      missed(
        [{ field: 'birthday', operator: 'in', value: 'DAY' }],
        bill(),
        guest({ birthday: { calendar: 'SOLAR', on: '01-02' } }),
      ),
    ).toEqual([{ field: 'birthday', operator: 'in', value: 'DAY', actual: '01-02' }])
    expect(missed([{ field: 'birthday', operator: 'in', value: 'DAY' }])).toEqual([
      { field: 'birthday', operator: 'in', value: 'DAY', actual: null },
    ])
  })

  test('a turned round block says so', () => {
    const group = {
      combinator: 'and' as const,
      not: true,
      rules: [{ field: 'weekday' as const, operator: 'in' as const, value: [6] }],
    }
    expect(missed([group])).toEqual([{ field: 'weekday', operator: 'in', value: [6], not: true, actual: 6 }])
  })

  test('nobody is told of which group of people they are not, or to stay away longer', () => {
    expect(missed([{ field: 'tag', operator: 'in', value: ['vip'] }])).toBeUndefined()
    expect(missed([{ field: 'channel', operator: 'in', value: ['POS'] }])).toBeUndefined()
    expect(missed([{ field: 'visit', operator: '=', value: 1 }])).toBeUndefined()
    expect(missed([{ field: 'memberDays', operator: '>=', value: 900 }])).toBeUndefined()
    expect(missed([{ field: 'daysSinceLastVisit', operator: '>=', value: 60 }])).toBeUndefined()
    expect(missed([{ field: 'daysSinceLastVisit', operator: '<=', value: 9 }])).toEqual([
      { field: 'daysSinceLastVisit', operator: '<=', value: 9, actual: 10 },
    ])
  })

  test('at most five are kept', () => {
    const when = [{ field: 'amount' as const, operator: '>=' as const, value: 9000 }]
    const seven = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map(n => [`r${n}`, rule(times(200), { when })]))
    expect(earned(seven).trace.missed?.map(({ code }) => code)).toEqual(['r1', 'r2', 'r3', 'r4', 'r5'])
  })
})
