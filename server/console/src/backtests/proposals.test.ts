import { expect, test } from '@jest/globals'
import { choicesOf, withChoices } from './proposals.js'

test('which rules are compared, and how, is in the address and comes back from it', () => {
  const choices = [
    { code: 'tuesday-80', how: 'DRAFT' as const },
    { code: 'birthday', how: 'OUT' as const },
  ]
  const params = withChoices(new URLSearchParams('test=7&rule=old'), choices)
  expect(choicesOf(params)).toEqual(choices)
  expect(params.get('test')).toBe('7')
  expect(choicesOf(withChoices(params, []))).toEqual([])
})
