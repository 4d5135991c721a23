import { expect, test } from '@jest/globals'
import { viewOf } from './views.js'

test('a view is the search and filters of an address, whatever their order and the page', () => {
  const one = viewOf(new URLSearchParams('sort=POINTS&search=安&cursor=50'))
  expect(one).toBe(viewOf(new URLSearchParams('search=安&sort=POINTS')))
  expect(viewOf(new URLSearchParams('cursor=50'))).toBe('')
})
