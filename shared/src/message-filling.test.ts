import { expect, test } from '@jest/globals'
import { fill, filledIn, templateFaults } from './message-filling.js'
import type { MessageTemplate } from './messages.js'

const blank: MessageTemplate = { enabled: true, templateId: 'ours', page: '', fields: [], text: '' }
const thing = (value: string, fallback = '', key = 'thing1') => ({ key, value, fallback })

test('a text that is too long is cut where the guest sees that something is missing', () => {
  const template = { ...blank, fields: [thing('{{dish}}，周末到店就能用的优惠，记得来呀哦')] }
  expect(filledIn(template.fields[0]!.value, { dish: '招牌酸梅汤' })).toHaveLength(22)
  expect(fill(template, { dish: '招牌酸梅汤' }).fields[0]).toMatchObject({ cut: true, limit: 20, problem: null })
  expect(templateFaults('SUBSCRIBE', template, { dish: '招牌酸梅汤' })).toEqual([])
})

test('a name in Chinese has ten characters, and says so', () => {
  const template = { ...blank, fields: [thing('{{who}}', '', 'name1')] }
  expect(fill(template, { who: '欧阳'.repeat(6) }).fields[0]).toMatchObject({ cut: true, limit: 10 })
  expect(fill(template, { who: 'a'.repeat(21) }).fields[0]).toMatchObject({ cut: true, limit: 20 })
})

test('each fault is said where it is', () => {
  const faults = (change: Partial<MessageTemplate>) =>
    templateFaults('SUBSCRIBE', { ...blank, ...change }, { dish: '' })
  expect(faults({})).toEqual([{ at: 'fields', code: 'MISSING' }])
  expect(faults({ templateId: '', fields: [thing('好')] })).toEqual([{ at: 'templateId', code: 'MISSING' }])
  expect(faults({ fields: [thing('好'), thing('好')] })).toEqual([{ at: 'thing1', code: 'NAMED_TWICE' }])
  expect(faults({ fields: [thing('{{dish}}')] })).toEqual([{ at: 'thing1', code: 'EMPTY' }])
  expect(faults({ fields: [thing('{{dish}}', '菜品')] })).toEqual([])
  expect(faults({ fields: [thing('好', '', 'first1')] })).toEqual([{ at: 'first1', code: 'UNKNOWN_TYPE' }])
  expect(templateFaults('SMS', { ...blank, text: ' {{dish}} ' }, { dish: '' })).toEqual([
    { at: 'text', code: 'MISSING' },
  ])
  expect(templateFaults('SMS', { ...blank, enabled: false }, {})).toEqual([])
})
