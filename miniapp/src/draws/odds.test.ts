import { expect, test } from '@jest/globals'
import { oddsText, runOf } from './odds'

test.each([
  [1_000_000, '100%'],
  [125_000, '12.5%'],
  [100, '0.01%'],
  [1, '0.0001%'],
  [0, '0%'],
  [999_999, '99.9999%'],
])('%i parts of a million read %s', (odds, text) => {
  expect(oddsText(odds)).toBe(text)
})

test('the highlight runs two rounds, stops where the server said, and takes less than four seconds', () => {
  for (const tiles of [2, 8, 12]) {
    const steps = runOf(tiles, tiles - 1)
    expect(steps[0]?.tile).toBe(0)
    expect(steps.at(-1)?.tile).toBe(tiles - 1)
    expect(steps.reduce((sum, { afterMs }) => sum + afterMs, 0)).toBeLessThan(4_000)
  }
})
