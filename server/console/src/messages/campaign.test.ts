import { expect, test } from '@jest/globals'
import { blankCampaign, type Estimate, estimateOf, isComplete, markOf, settled, stoppersOf } from './campaign.js'
import { grantGroups, unwantedOf } from './grants.js'

const estimate: Estimate = {
  funnel: { target: 3, consented: 2, granted: 2, underCap: 2, awake: 2, willSend: 2 },
  reasons: [
    { reason: 'OPTED_OUT', count: 1 },
    { reason: 'QUIET_HOURS', count: 2 },
  ],
  later: 0,
}
const draft = { ...blankCampaign(), title: ' 周末双倍 ', body: '到店翻倍' }

test('a campaign wants a title and a text, and spaces are neither', () => {
  expect(isComplete(blankCampaign())).toBe(false)
  expect(isComplete({ ...draft, body: '  ' })).toBe(false)
  expect(isComplete(draft)).toBe(true)
  expect(settled({ ...draft, audience: { tier: undefined, tag: 'vip' } })).toMatchObject({
    title: '周末双倍',
    audience: { tag: 'vip' },
  })
})

test('an estimate belongs to what it was asked for, and to nothing else', () => {
  const estimated = { estimate, at: '2026-11-23T04:30:00.000Z', of: markOf(draft) }
  expect(estimateOf(draft, estimated)).toBe(estimate)
  expect(estimateOf({ ...draft, title: '周末双倍' }, estimated)).toBe(estimate)
  expect(estimateOf({ ...draft, audience: { tier: 'GOLD' } }, estimated)).toBeNull()
  expect(estimateOf(draft, null)).toBeNull()
})

test('waiting for the morning stops nobody', () => {
  expect(stoppersOf(estimate)).toEqual(estimate.reasons)
  expect(stoppersOf({ ...estimate, later: 2 })).toEqual([{ reason: 'OPTED_OUT', count: 1 }])
})

test('kinds that share a template share what is left of it', () => {
  const grant = (kind: 'TIER_UP' | 'TIER_DOWN' | 'CAMPAIGN' | 'BIRTHDAY', templateId: string | null, left: number) => ({
    kind,
    name: { zh: '', en: '' },
    purpose: 'SERVICE' as const,
    wanted: kind !== 'CAMPAIGN',
    templateId,
    left,
    answer: null,
    canAsk: true,
  })
  const grants = [
    grant('TIER_UP', 'tier', 0),
    grant('TIER_DOWN', 'tier', 0),
    grant('CAMPAIGN', 'news', 2),
    grant('BIRTHDAY', null, 0),
  ]
  expect(grantGroups(grants).map(({ kinds, left }) => [kinds, left])).toEqual([
    [['CAMPAIGN'], 2],
    [['TIER_UP', 'TIER_DOWN'], 0],
  ])
  expect(unwantedOf(grants)).toEqual(['CAMPAIGN'])
})
