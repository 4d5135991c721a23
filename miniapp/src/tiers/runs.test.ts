import { expect, test } from '@jest/globals'
import { type Change, runsOf } from './runs'

const name = (code: string) => ({ code, name: { zh: code, en: code }, level: 2 })
const change = (at: string, reason: Change['reason'], code = 'SILVER'): Change => ({
  at: `2026-${at}T00:00:00.000Z`,
  from: name(code),
  to: name(code),
  reason,
  says: { zh: '', en: '' },
})
const told = (changes: Change[]) => runsOf(changes).map(run => `${run[0]?.reason} ${run.length}`)

test('reviews in a row that kept the same tier stand together, everything else alone', () => {
  const story = [
    change('06-01', 'KEPT'),
    change('05-01', 'KEPT'),
    change('04-20', 'ROSE'),
    change('04-01', 'KEPT', 'NORMAL'),
    change('03-01', 'GRACE'),
    change('02-01', 'KEPT'),
  ]
  expect(told(story)).toEqual(['KEPT 2', 'ROSE 1', 'KEPT 1', 'GRACE 1', 'KEPT 1'])
  expect(told([change('02-01', 'KEPT'), change('01-01', 'KEPT', 'GOLD')])).toEqual(['KEPT 1', 'KEPT 1'])
  expect(runsOf([])).toEqual([])
})
