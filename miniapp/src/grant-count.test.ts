import { expect, test } from '@jest/globals'
import { counted, groupsOf, type Reminders } from './grant-count'

const item = (kind: string, templateId: string | null, more: object = {}) => ({
  kind,
  name: { zh: kind, en: kind },
  purpose: 'SERVICE',
  wanted: true,
  templateId,
  left: 0,
  answer: null,
  canAsk: templateId !== null,
  ...more,
})
const reminders = {
  items: [
    item('POINTS_EXPIRING', 'T-END', { left: 2 }),
    item('COUPON_ARRIVED', 'T-COUPON'),
    item('REFERRAL_PROGRESS', null),
    item('COUPON_EXPIRING', 'T-COUPON'),
  ],
  marketingConsent: false,
} as Reminders
const leftOf = (after: Reminders) => after.items.map(({ left }) => left)

test('a yes adds one for every kind that shares the template, and nothing for the others', () => {
  expect(leftOf(counted(reminders, { 'T-COUPON': 'accept' }))).toEqual([2, 1, 0, 1])
  expect(leftOf(counted(reminders, { 'T-COUPON': 'acceptWithAudio', 'T-END': 'accept' }))).toEqual([3, 1, 0, 1])
})

test('a no, a filtered template and one nobody knows add nothing', () => {
  const after = counted(reminders, { 'T-COUPON': 'reject', 'T-END': 'filter', 'T-OTHER': 'accept' })
  expect(leftOf(after)).toEqual([2, 0, 0, 0])
  expect(after.items.map(({ answer }) => answer)).toEqual([null, 'reject', null, 'reject'])
})

test('what WeChat has banned cannot be asked for any more, and what was left of it is gone', () => {
  const [ending] = counted(reminders, { 'T-END': 'ban' }).items
  expect(ending).toMatchObject({ left: 0, canAsk: false, answer: 'ban' })
})

test('kinds that share a template have one place in the grid, and a kind without one has none', () => {
  const groups = groupsOf(reminders).map(({ templateId, left, kinds }) => [
    templateId,
    left,
    kinds.map(({ kind }) => kind),
  ])
  expect(groups).toEqual([
    ['T-END', 2, ['POINTS_EXPIRING']],
    ['T-COUPON', 0, ['COUPON_ARRIVED', 'COUPON_EXPIRING']],
  ])
})
