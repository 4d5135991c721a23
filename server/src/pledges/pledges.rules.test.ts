import { GroupDefinition } from '@huitou/shared/pledges'
import { describe, expect, test } from '@jest/globals'
import { groupOffer } from '../../../test/group-builders.js'
import { endOf, GROUP, joinBar, openBar } from './pledges.rules.js'

const at = new Date('2026-11-23T04:30:00.000Z')
const who = (open: number, total = open) => ({ reached: ['NORMAL'], pledged: { open, total } })
const offer = (changes: Partial<GroupDefinition> = {}) => groupOffer('FISH', changes)

describe('opening a group', () => {
  const bar = (definition: GroupDefinition, left: number, open = 0, total = open) =>
    openBar(definition, { isOpen: true, left, at }, who(open, total))

  test('takes whole pieces for all of it: three are enough, two are not', () => {
    expect(bar(offer(), 3)).toBeNull()
    expect(bar(offer(), 2)).toBe('SOLD_OUT')
  })

  test('one at a time, and as many ever as the offer says', () => {
    expect(bar(offer(), 30, 1)).toBe('OPEN')
    expect(bar(offer({ limits: { open: 2, total: null } }), 30, 1)).toBeNull()
    expect(bar(offer({ limits: { open: 2, total: 4 } }), 30, 0, 3)).toBeNull()
    expect(bar(offer({ limits: { open: 2, total: 4 } }), 30, 0, 4)).toBe('TOTAL')
  })

  test('from the first moment of its window, and not at its end', () => {
    expect(bar(offer({ window: { from: at.toISOString(), until: null } }), 30)).toBeNull()
    expect(bar(offer({ window: { from: '2026-11-23T04:30:00.001Z', until: null } }), 30)).toBe('NOT_YET')
    expect(bar(offer({ window: { from: null, until: at.toISOString() } }), 30)).toBe('ENDED')
  })

  test('asks a tier of members, and nothing of guests', () => {
    expect(bar(offer({ lowestTier: 'GOLD' }), 30)).toBe('TIER')
    expect(openBar(offer({ lowestTier: 'GOLD' }), { isOpen: true, left: 30, at }, null)).toBeNull()
    expect(openBar(offer(), { isOpen: false, left: 30, at }, null)).toBe('CLOSED')
  })
})

test('a group can be joined until its last moment, and by whoever is not in it', () => {
  const group = { state: GROUP.OPEN as number, taken: 2, size: 3, endsAt: new Date(at.getTime() + 1), isIn: false, at }
  expect(joinBar(offer(), group, who(0))).toBeNull()
  expect(joinBar(offer(), { ...group, endsAt: at }, who(0))).toBe('OVER')
  expect(joinBar(offer(), { ...group, isIn: true }, who(1))).toBe('IN')
  expect(joinBar(offer(), { ...group, taken: 3 }, who(0))).toBe('FULL')
  expect(joinBar(offer(), { ...group, state: GROUP.SUCCEEDED }, who(0))).toBe('FULL')
  expect(joinBar(offer(), { ...group, state: GROUP.EXPIRED }, who(0))).toBe('OVER')
  expect(joinBar(offer(), group, who(1))).toBe('OPEN')
})

test('the stock is of whole groups, and the time is in hours', () => {
  expect(GroupDefinition.safeParse(offer({ stock: 30 })).success).toBe(true)
  expect(GroupDefinition.safeParse(offer({ stock: 31 })).success).toBe(false)
  expect(endOf(offer({ hours: 48 }), at).toISOString()).toBe('2026-11-25T04:30:00.000Z')
})
