import { describe, expect, test } from '@jest/globals'
import { type Changes, cash, definition, dish, off, percent, placeOf, times } from '../../../test/coupon-builders.js'
import { couponSentence, couponTerms, faceText, stackingRows } from './coupon.texts.js'
import { lostText, reasonText } from './reasons.texts.js'
import { usableHereNow } from './usable.rules.js'

const names = {
  stores: new Map([
    ['1', '国贸店'],
    ['2', '望京店'],
  ]),
  categories: new Map([['DRINK', '酒水']]),
  products: new Map([['7', '酸菜鱼']]),
}
const says = (changes: Changes) => couponSentence(definition(changes), names)

describe('a coupon says what it does', () => {
  test.each([
    [off(10_000, 2_050), '¥20.50', '满 ¥100 可用', '满 ¥100 减 ¥20.50'],
    [percent(15), '8.5 折', '无门槛', '8.5 折'],
    [percent(20, 3_000), '8 折', '最多减 ¥30', '8 折，最多减 ¥30'],
    [cash(5_000), '¥50', '无门槛', '抵 ¥50，不找零'],
    [times(150), '1.5 倍积分', '无门槛', '本单 1.5 倍积分'],
    [dish(['7']), '招牌酸菜鱼', '无门槛', '招牌酸菜鱼 1 份免费'],
  ])('%j: %s, %s', (effect, value, condition, sentence) => {
    const face = faceText(definition({ effect }))
    expect([face.value.zh, face.condition.zh]).toEqual([value, condition])
    expect(says({ effect }).zh.split('；')[0]).toBe(sentence)
  })
  test('days in a row are told by their ends, others one by one', () => {
    const zh = (weekdays: number[]) => says({ scope: { windows: [{ weekdays, between: null }] } }).zh.split('；')[1]
    expect([zh([1, 2, 3, 4, 5]), zh([6, 7]), zh([1, 2, 4]), zh([7, 6, 5, 4, 3, 2, 1])]).toEqual([
      '周一至周五全天',
      '周六、周日全天',
      '周一、周二、周四全天',
      '每天全天',
    ])
  })
  test('every limit is in the sentence and in the terms, in both languages', () => {
    const scope = {
      stores: ['1', '2'],
      channels: ['POS' as const],
      dishes: { mode: 'EXCEPT' as const, categories: ['DRINK'], products: ['7'] },
    }
    const validity = { kind: 'FIXED' as const, from: '2026-11-30T16:00:00.000Z', until: '2026-12-31T16:00:00.000Z' }
    const said = says({ scope, validity })
    expect(said.zh).toBe(
      '满 ¥100 减 ¥20；酒水、酸菜鱼除外；限国贸店、望京店；限收银台结账；2026-12-01 至 2026-12-31 有效；可与积分抵现同用。',
    )
    expect(said.en).toContain('valid from 2026-12-01 to 2026-12-31')
    expect(couponTerms(definition({ scope, validity }), names).map(term => term.label.zh)).toEqual(
      expect.arrayContaining(['适用菜品', '适用门店', '使用方式', '可用时段', '有效期', '同一单', '转赠']),
    )
  })
  test('what goes with it is a table', () => {
    const rows = stackingRows(definition({ stacking: { points: false, with: ['DISH'] } }))
    expect(rows.filter(row => row.together).map(row => row.code)).toEqual(['TIER_PRICE', 'DISH'])
  })
})

describe('a no says why and what next', () => {
  const why = (changes: Changes, place: Parameters<typeof placeOf>[0], state: 'USABLE' | 'EXPIRED' = 'USABLE') => {
    const end = new Date('2026-12-31T16:00:00.000Z')
    const coupon = { state, validFrom: new Date(0), expiresAt: end, definition: definition(changes) }
    const answer = usableHereNow(coupon, placeOf(place))
    return answer.usable ? '' : reasonText(answer.reason, names, 'Asia/Shanghai').zh
  }
  test.each<[Changes, Parameters<typeof placeOf>[0], string]>([
    [{ scope: { stores: ['2'] } }, {}, '这张券不能在本店用，可用门店：望京店。'],
    [{ scope: { channels: ['POS'] } }, {}, '这张券只能用于收银台结账。'],
    [{}, { paidFen: 8_000 }, '适用菜品满 ¥100 才能用，现在 ¥80，还差 ¥20。'],
    [{ effect: dish(['7']) }, { paidFen: 8_000 }, '本单没有点酸菜鱼，点了就能用。'],
    [
      { scope: { windows: [{ weekdays: [6], between: ['11:00', '14:00'] }] } },
      {},
      '现在不在可用时段，可用时段：周六 11:00–14:00。',
    ],
  ])('%j at %j: %s', (changes, place, expected) => expect(why(changes, place)).toBe(expected))
  test('an end is told by its last day', () => {
    expect(why({}, {}, 'EXPIRED')).toBe('已过期，有效期到 2026-12-31。')
  })
  test('what lost says to whom', () => {
    const lost = { id: 2, code: 'B', why: 'TOGETHER' as const, to: [1], wouldFen: 500, reason: null }
    const nameOf = () => ({ zh: '甲券', en: 'A' })
    expect(lostText(lost, nameOf, names).zh).toBe('不能与「甲券」同用，单用可减 ¥5。')
  })
})
