import { fill, templateFaults } from '@huitou/shared/message-filling'
import { MESSAGE_KINDS } from '@huitou/shared/messages'
import { describe, expect, test } from '@jest/globals'
import { fieldFits } from '../../../test/simulators/wechat/field-rules.js'
import { defaultTemplate, EXAMPLES } from './defaults.rules.js'
import { variablesOf } from './templates.rules.js'

describe('templates as shipped', () => {
  test.each(MESSAGE_KINDS)('%s fills its fields so that WeChat takes them', kind => {
    const template = defaultTemplate(kind, 'SUBSCRIBE')
    const filled = fill(template, variablesOf(kind, EXAMPLES[kind]))
    expect(filled.unknownVariables).toEqual([])
    expect(filled.fields.filter(({ key, value }) => !fieldFits(key, value))).toEqual([])
    expect(templateFaults('SUBSCRIBE', template, variablesOf(kind, EXAMPLES[kind]))).toEqual([])
  })

  test('kinds that share a template fill the same keys', () => {
    const keys = new Map<string, string>()
    for (const kind of MESSAGE_KINDS) {
      const { templateId, fields } = defaultTemplate(kind, 'SUBSCRIBE')
      const own = fields.map(({ key }) => key).join()
      expect(keys.get(templateId) ?? own).toBe(own)
      keys.set(templateId, own)
    }
  })

  test('a missing value shows its fallback, an unknown variable is named', () => {
    const template = { ...defaultTemplate('BIRTHDAY', 'SUBSCRIBE') }
    const variables = variablesOf('BIRTHDAY', { ...EXAMPLES.BIRTHDAY, reward: null })
    expect(fill(template, variables).fields[0]).toMatchObject({ value: '优惠券', usedFallback: true, problem: null })
    const wrong = { ...template, fields: [{ key: 'thing1', value: '{{gitf}}', fallback: '' }] }
    expect(templateFaults('SUBSCRIBE', wrong, variables)).toEqual([
      { at: 'thing1', code: 'UNKNOWN_VARIABLE' },
      { at: 'thing1', code: 'EMPTY' },
    ])
  })
})
