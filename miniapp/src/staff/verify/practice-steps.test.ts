import { expect, test } from '@jest/globals'
import { placeOf, STEPS, type Step, stepAfter } from './practice-steps'

test('a new colleague scans, confirms, reads the result, sees a used one refused, undoes, and is done', () => {
  const seen: Step[] = ['INTRO']
  while (seen[seen.length - 1] !== 'END') seen.push(stepAfter(seen[seen.length - 1]!))
  expect(seen).toEqual(['INTRO', 'SCAN', 'CONFIRM', 'DONE', 'USED', 'UNDO', 'END'])
  expect(stepAfter('END')).toBe('INTRO')
})

test('every step between the words before and after has its number', () => {
  expect(STEPS.map(placeOf)).toEqual([1, 2, 3, 4, 5])
  expect(placeOf('INTRO')).toBeNull()
  expect(placeOf('END')).toBeNull()
})
