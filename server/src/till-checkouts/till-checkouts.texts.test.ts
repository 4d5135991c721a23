import { expect, test } from '@jest/globals'
import { payableText, printed, receiptOf } from './till-checkouts.texts.js'

const slip = { payableFen: 15_600, couponFen: 2_000, points: 1_200, pointsFen: 1_200 }

test('a sentence says what is to be paid, and what pays the rest', () => {
  expect(payableText(slip)).toEqual({
    zh: '应付 ¥156.00：券减 ¥20.00，1,200 积分抵 ¥12.00',
    en: '¥156.00 to pay: coupons take off ¥20.00, 1,200 points pay ¥12.00',
  })
  expect(payableText({ ...slip, couponFen: 0, points: 0, pointsFen: 0 }).zh).toBe('应付 ¥156.00')
})

test('a slip leaves out what did not happen', () => {
  const plain = { ...slip, couponFen: 0, points: 0, pointsFen: 0, coupons: [] }
  const lines = receiptOf({ ...plain, memberNo: '90001234', paidFen: 15_600, earned: 156, balance: null })
  expect(lines).toEqual(['会员 90001234', '实付 156.00 元', '本单得 156 积分'])
})

test('a line of paper has 32 half-width letters, and no letter a printer does not know', () => {
  expect(printed('满'.repeat(20))).toBe('满'.repeat(16))
  expect(printed(`a${'满'.repeat(20)}`)).toBe(`a${'满'.repeat(15)}`)
  expect(printed('用券 生日🎂¥50')).toBe('用券 生日??50')
})
