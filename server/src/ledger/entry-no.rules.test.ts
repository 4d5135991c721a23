import { expect, test } from '@jest/globals'
import { entryNoOf, journalIdOf } from './entry-no.rules.js'

test.each([1, 31, 32, 488_414_949_253_121, Number.MAX_SAFE_INTEGER])(
  'journal %p reads back from its entry number',
  id => {
    expect(journalIdOf(entryNoOf(id))).toBe(id)
    expect(journalIdOf(entryNoOf(id).toLowerCase())).toBe(id)
  },
)

test('the number reads as it is quoted: with gaps and dashes', () => {
  expect(journalIdOf(' 1A-B2 C')).toBe(journalIdOf('1AB2C'))
  expect([entryNoOf(0), entryNoOf(31), entryNoOf(32)]).toEqual(['0', 'Z', '10'])
})

test('letters that look like digits are read as them; anything else is no entry', () => {
  expect(journalIdOf('1O')).toBe(journalIdOf('10'))
  expect(journalIdOf('IL')).toBe(journalIdOf('11'))
  for (const text of ['', '0', 'U', '!', '1!', 'A\u00e9', 'ZZZZZZZZZZZZ']) expect(journalIdOf(text)).toBeNull()
})
