import { expect, test } from '@jest/globals'
import { entryNoOf, journalIdOf } from './entry-no.rules.js'

test.each([1, 31, 32, 488_414_949_253_121, Number.MAX_SAFE_INTEGER])(
  'journal %p reads back from its entry number',
  id => {
    expect(journalIdOf(entryNoOf(id))).toBe(id)
    expect(journalIdOf(entryNoOf(id).toLowerCase())).toBe(id)
  },
)

test('letters that look like digits are read as them; anything else is no entry', () => {
  expect(journalIdOf('1O')).toBe(journalIdOf('10'))
  expect(journalIdOf('IL')).toBe(journalIdOf('11'))
  for (const text of ['', '0', 'U', '!', 'ZZZZZZZZZZZZ']) expect(journalIdOf(text)).toBeNull()
})
