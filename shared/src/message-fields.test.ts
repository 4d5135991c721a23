import { describe, expect, test } from '@jest/globals'
import { fitField, typeOfKey } from './message-fields.js'

describe('fields of a template', () => {
  test('twenty characters of a thing stay, the twenty-first makes an ellipsis', () => {
    expect(fitField('thing', '一'.repeat(20))).toEqual({ value: '一'.repeat(20), cut: false, problem: null })
    expect(fitField('thing', '一'.repeat(21))).toEqual({ value: `${'一'.repeat(19)}…`, cut: true, problem: null })
  })

  test('a character outside the first plane counts once', () => {
    expect(fitField('thing', '𠮷'.repeat(20)).cut).toBe(false)
    expect(Array.from(fitField('thing', '𠮷'.repeat(21)).value)).toHaveLength(20)
  })

  test('a phrase keeps five Chinese characters and nothing else', () => {
    expect(fitField('phrase', '黑金VIP会员卡').value).toBe('黑金会员卡')
    expect(fitField('phrase', '一二三四五六').value).toBe('一二三四五')
    expect(fitField('phrase', 'VIP').problem).toBe('EMPTY')
  })

  test('a number of a voucher loses what is Chinese in it and stops at 32', () => {
    expect(fitField('character_string', '券8031 5566').value).toBe('8031 5566')
    expect(fitField('character_string', '9'.repeat(33)).value).toBe('9'.repeat(32))
  })

  test('a name with Chinese in it has ten characters, another twenty', () => {
    expect(fitField('name', '欧阳'.repeat(6)).value).toHaveLength(10)
    expect(fitField('name', 'a'.repeat(21)).value).toHaveLength(20)
  })

  test.each([
    ['2026年12月31日', null],
    ['2026-12-31', null],
    ['2026年12月31日 09:30', null],
    ['2026年12月1日~2026年12月31日', null],
    ['年底', 'NOT_A_DATE'],
    ['', 'EMPTY'],
  ])('the date "%s": %s', (text, problem) => {
    expect(fitField('date', text).problem).toBe(problem)
  })

  test('amounts and numbers are taken as they are or not at all: half of one would be a lie', () => {
    expect(fitField('amount', '¥1,288.50').value).toBe('¥1288.50')
    expect(fitField('amount', '12345678901').problem).toBe('NOT_AN_AMOUNT')
    expect(fitField('number', '-88').problem).toBe('NOT_A_NUMBER')
    expect(fitField('number', '1'.repeat(33)).problem).toBe('NOT_A_NUMBER')
  })

  test('line breaks and control characters never get through', () => {
    expect(fitField('thing', '第一行\n第二行\u0000').value).toBe('第一行 第二行')
  })

  test('a key names its type, and only a real one', () => {
    expect(typeOfKey('character_string12')).toBe('character_string')
    expect(typeOfKey('thing')).toBeNull()
    expect(typeOfKey('first1')).toBeNull()
  })
})
