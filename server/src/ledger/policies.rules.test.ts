import { describe, expect, test } from '@jest/globals'
import { MAX_GRACE_DAYS, MAX_HOLD_DAYS } from './operation.rules.js'
import { policiesOf, settingsOf } from './policies.rules.js'

const USUAL = { transfers: false, holdMinutes: 30, graceDays: 7 }

test('nobody may give points away until the programme wants it', () => {
  expect(policiesOf([])).toEqual(USUAL)
  expect(policiesOf([{ name: 'transfers', setting: 1 }])).toEqual({ ...USUAL, transfers: true })
})

test('what was changed is what is read, and a policy of another version is left alone', () => {
  const changed = { transfers: true, holdMinutes: 5, graceDays: 0 }
  expect(policiesOf([...settingsOf(changed), { name: 'later', setting: 9 }])).toEqual(changed)
  expect(policiesOf(settingsOf({ transfers: false }))).toEqual(USUAL)
})

describe('limits', () => {
  test.each([
    { holdMinutes: 1 },
    { holdMinutes: MAX_HOLD_DAYS * 1440 },
    { graceDays: 0 },
    { graceDays: MAX_GRACE_DAYS },
  ])('%j is kept', policy => {
    expect(settingsOf(policy)).toHaveLength(1)
  })

  test.each([
    { holdMinutes: 0 },
    { holdMinutes: MAX_HOLD_DAYS * 1440 + 1 },
    { graceDays: -1 },
    { graceDays: 0.5 },
    { graceDays: MAX_GRACE_DAYS + 1 },
  ])('%j is refused', policy => {
    const [[name, setting]] = Object.entries(policy) as [[string, number]]
    expect(() => settingsOf(policy)).toThrow(new RangeError(`${name} ${setting}`))
  })
})
