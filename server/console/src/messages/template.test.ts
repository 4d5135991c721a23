import { fill } from '@huitou/shared/message-filling'
import { expect, test } from '@jest/globals'
import { examplesOf, faultsByPlace, nextKey, smsPartsOf, type Template, wordOf } from './template.js'

const variables = [
  { name: 'dish', example: '招牌酸梅汤' },
  { name: 'store', example: '国贸店' },
]
const template = (value: string, fallback = '', key = 'thing1'): Template => ({
  enabled: true,
  templateId: 'ours',
  page: '',
  fields: [{ key, value, fallback }],
  text: '',
})
const word = (made: Template, how: { typed?: Record<string, string>; missing?: boolean } = {}) => {
  const given = examplesOf(variables, { typed: how.typed ?? {}, missing: how.missing ?? false })
  return wordOf(made.fields[0]!, fill(made, given).fields[0]!, given)
}

test('a marketer sees how many characters are too many, and what is left of the text', () => {
  expect(word(template('一'.repeat(20)))).toEqual({ length: 20, limit: 20, said: { what: 'FITS' } })
  expect(word(template('一'.repeat(21)))).toEqual({
    length: 21,
    limit: 20,
    said: { what: 'CUT', over: 1, value: `${'一'.repeat(19)}…` },
  })
})

test('typing over an example shows what a long one becomes', () => {
  const made = template('{{dish}}到店就送')
  expect(word(made).said).toEqual({ what: 'FITS' })
  expect(word(made, { typed: { dish: '夏天限定招牌老北京冰镇酸梅汤加大杯' } }).said).toMatchObject({
    what: 'CUT',
    over: 1,
  })
})

test('a missing variable shows the fallback, and without one a fault', () => {
  expect(word(template('{{dish}}', '菜品'), { missing: true }).said).toEqual({ what: 'FALLBACK', value: '菜品' })
  expect(fill(template('{{dish}}'), examplesOf(variables, { typed: {}, missing: true })).fields[0]!.problem).toBe(
    'EMPTY',
  )
})

test('characters a field does not take are dropped without being too many', () => {
  expect(word(template('黑金VIP', '', 'phrase1')).said).toEqual({ what: 'CHANGED', value: '黑金' })
})

test('a variable nobody knows is not said to be empty as well', () => {
  const faults = faultsByPlace([
    { at: 'thing1', code: 'UNKNOWN_VARIABLE' },
    { at: 'thing1', code: 'EMPTY' },
    { at: 'templateId', code: 'MISSING' },
  ])
  expect([...faults]).toEqual([
    ['thing1', ['UNKNOWN_VARIABLE']],
    ['templateId', ['MISSING']],
  ])
})

test('a new field takes a number that is free', () => {
  const field = (key: string) => ({ key, value: '', fallback: '' })
  expect(nextKey([])).toBe('thing1')
  expect(nextKey([field('thing1'), field('time2'), field('thing4')])).toBe('thing3')
})

test.each([
  [0, 0],
  [1, 1],
  [70, 1],
  [71, 2],
  [134, 2],
  [135, 3],
])('a text message of %i characters is billed as %i', (length, parts) => {
  expect(smsPartsOf('一'.repeat(length))).toBe(parts)
})
