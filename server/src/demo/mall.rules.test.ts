import { RewardDefinition } from '@huitou/shared/mall'
import { expect, test } from '@jest/globals'
import { problemsOf } from '../mall/rewards.rules.js'
import { DEMO_REWARDS } from './mall.rules.js'

const TIERS = ['NORMAL', 'SILVER', 'GOLD', 'BLACK']

test('every reward of the demonstration can be published, and one is had for the points of one visit', () => {
  for (const { definition } of DEMO_REWARDS) {
    expect(RewardDefinition.parse(definition)).toEqual(definition)
    expect(problemsOf(definition, TIERS)).toEqual([])
  }
  expect(new Set(DEMO_REWARDS.map(({ code }) => code)).size).toBe(DEMO_REWARDS.length)
  const open = DEMO_REWARDS.filter(({ definition }) => !definition.birthdayMonth && !definition.lowestTier)
  expect(Math.min(...open.map(({ definition }) => definition.points))).toBeLessThanOrEqual(88)
})
