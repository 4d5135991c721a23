import type { Channel, MessageKind } from '@huitou/shared/messages'
import { MESSAGE_KINDS } from '@huitou/shared/messages'
import { describe, expect, test } from '@jest/globals'
import { defaultTemplate, EXAMPLES } from '../messages/defaults.rules.js'
import { DEFAULT_LIMITS, wakingAt } from './limits.rules.js'
import { grantRefusal, type Planned, type Programme, planMember, type Reach } from './plan.rules.js'

const NOON = new Date('2026-11-23T04:30:00.000Z')
const later = (hours: number) => new Date(NOON.getTime() + hours * 3_600_000)
const COUPON = defaultTemplate('COUPON_ARRIVED', 'SUBSCRIBE').templateId
const EXPIRY = defaultTemplate('POINTS_EXPIRING', 'SUBSCRIBE').templateId

const programme = (
  limits: Partial<Programme['limits']> = {},
  more: Partial<Record<Channel, string>> = {},
): Programme => ({
  limits: { ...DEFAULT_LIMITS, ...limits },
  templates: new Map(
    MESSAGE_KINDS.map(kind => [
      kind,
      new Map<Channel, string>([
        ['SUBSCRIBE', defaultTemplate(kind, 'SUBSCRIBE').templateId],
        ...(Object.entries(more) as [Channel, string][]),
      ]),
    ]),
  ),
})
const reach = (more: Partial<Reach> = {}): Reach => ({
  memberId: 16,
  zone: 'Asia/Shanghai',
  marketing: true,
  unwanted: new Set(),
  stock: new Map(),
  addresses: new Set<Channel>(['SUBSCRIBE', 'SMS']),
  sent: [],
  ...more,
})
let ids = 0
const message = <K extends MessageKind>(kind: K, more: Partial<Planned> = {}): Planned => {
  ids += 1
  const base = { id: ids, kind, data: EXAMPLES[kind], worthFen: 500, dueAt: NOON, untilAt: later(48) }
  return { ...base, tried: new Set<Channel>(), ...more }
}
const only = (who: Reach, one: Planned, how = programme(), now = NOON) => planMember(who, [one], how, now)[0]!

describe('a scarce grant', () => {
  const shared = { left: 1, shared: true, floor: 100 }

  test('the last one is kept for a coupon that arrives; a birthday greeting does not get it', () => {
    const ana = reach({ stock: new Map([[COUPON, 1]]) })
    expect(only(ana, message('BIRTHDAY'))).toMatchObject({ stop: 'NO_GRANT', reason: 'GRANT_KEPT', send: null })
    expect(only(ana, message('COUPON_ARRIVED'))).toMatchObject({ stop: 'SEND', send: { channel: 'SUBSCRIBE' } })
  })

  test('with a second one the greeting goes, if enough depends on it', () => {
    const ana = reach({ stock: new Map([[COUPON, 2]]) })
    expect(only(ana, message('BIRTHDAY', { worthFen: 333 })).reason).toBe('GRANT_KEPT')
    expect(only(ana, message('BIRTHDAY', { worthFen: 334 })).stop).toBe('SEND')
  })

  test('a notice a month ahead leaves the last one to the notice a week ahead', () => {
    const month = { ...EXAMPLES.POINTS_EXPIRING, daysLeft: 30 }
    const week = { ...EXAMPLES.POINTS_EXPIRING, daysLeft: 7 }
    expect(grantRefusal({ kind: 'POINTS_EXPIRING', data: month, worthFen: 1 }, shared)).toBe('GRANT_KEPT')
    expect(grantRefusal({ kind: 'POINTS_EXPIRING', data: week, worthFen: 1 }, shared)).toBeNull()
  })

  test('of two messages the one that matters more takes the only grant', () => {
    const ana = reach({ stock: new Map([[COUPON, 1]]) })
    const arrived = message('COUPON_ARRIVED', { worthFen: 10_000 })
    const expiring = message('COUPON_EXPIRING', { worthFen: 100 })
    const decisions = planMember(ana, [arrived, expiring], programme(), NOON)
    expect(decisions.map(({ messageId, stop }) => [messageId, stop])).toEqual([
      [expiring.id, 'SEND'],
      [arrived.id, 'NO_GRANT'],
    ])
  })

  test('without a grant it goes by the next channel that is open, and not twice by the same', () => {
    const how = programme({}, { SMS: 'sms' })
    expect(only(reach(), message('POINTS_EXPIRING'), how).send).toMatchObject({ channel: 'SMS' })
    const tried = message('POINTS_EXPIRING', { tried: new Set<Channel>(['SMS']) })
    expect(only(reach(), tried, how)).toMatchObject({ stop: 'NO_GRANT', reason: 'NO_GRANT' })
  })
})

describe('consent', () => {
  const rich = {
    stock: new Map([
      [COUPON, 9],
      [EXPIRY, 9],
      ['huitou-news', 9],
    ]),
  }

  test('offers need it, news of her own points do not', () => {
    const ana = reach({ ...rich, marketing: false })
    expect(only(ana, message('CAMPAIGN'))).toMatchObject({ stop: 'NO_CONSENT', reason: 'NO_CONSENT' })
    expect(only(ana, message('POINTS_EXPIRING')).stop).toBe('SEND')
  })

  test('what she turned off she does not get', () => {
    const ana = reach({ ...rich, unwanted: new Set<MessageKind>(['POINTS_EXPIRING']) })
    expect(only(ana, message('POINTS_EXPIRING'))).toMatchObject({ stop: 'NO_CONSENT', reason: 'OPTED_OUT' })
    expect(only(ana, message('COUPON_EXPIRING')).stop).toBe('SEND')
  })
})

describe('caps', () => {
  const stock = new Map([
    ['huitou-news', 9],
    [COUPON, 9],
    ['huitou-points-changed', 9],
  ])
  const had = (kind: MessageKind, at: Date) => ({ channel: 'SUBSCRIBE' as const, kind, at })

  test('one offer a day: the second stops, tomorrow it would go', () => {
    const ana = reach({ stock, sent: [had('CAMPAIGN', NOON)] })
    expect(only(ana, message('CAMPAIGN'))).toMatchObject({ stop: 'CAPPED', reason: 'CAP_DAY' })
    expect(only(ana, message('CAMPAIGN'), programme(), later(24)).stop).toBe('SEND')
  })

  test('the day is that of the member: midnight in Shanghai begins a new one', () => {
    const ana = reach({ stock, sent: [had('CAMPAIGN', new Date('2026-11-23T15:59:59.000Z'))] })
    const awake = programme({ quiet: { ...DEFAULT_LIMITS.quiet, from: '00:00', until: '00:00' } })
    const at = (text: string) => only(ana, message('CAMPAIGN'), awake, new Date(text)).stop
    expect(at('2026-11-23T15:59:59.999Z')).toBe('CAPPED')
    expect(at('2026-11-23T16:00:00.000Z')).toBe('SEND')
  })

  test('what somebody waits for passes every cap and counts against none', () => {
    const ana = reach({ stock, sent: Array.from({ length: 9 }, () => had('POINTS_CHANGED', NOON)) })
    expect(only(ana, message('POINTS_CHANGED')).stop).toBe('SEND')
    expect(only(ana, message('CAMPAIGN')).stop).toBe('SEND')
  })
})

describe('quiet hours', () => {
  const quiet = DEFAULT_LIMITS.quiet
  const shanghai = (text: string) => new Date(`${text}+08:00`)

  test.each([
    ['2026-11-23T21:29:59', '2026-11-23T21:29:59'],
    ['2026-11-23T21:30:00', '2026-11-24T09:00:00'],
    ['2026-11-24T08:59:59', '2026-11-24T09:00:00'],
    ['2026-11-24T09:00:00', '2026-11-24T09:00:00'],
  ])('%s waits until %s', (at, until) => {
    expect(wakingAt(quiet, shanghai(at), 'Asia/Shanghai')?.at).toEqual(shanghai(until))
  })

  test('they are those of the member: it is night in Shanghai and evening in Urumqi time', () => {
    const at = shanghai('2026-11-23T22:00:00')
    expect(wakingAt(quiet, at, 'Asia/Shanghai')?.why).toBe('QUIET_HOURS')
    expect(wakingAt(quiet, at, 'Asia/Urumqi')?.why).toBeNull()
  })

  test('a quiet day is waited out whole, and the night after it', () => {
    const day = { ...quiet, days: ['2026-11-24'] }
    expect(wakingAt(day, shanghai('2026-11-23T22:00:00'), 'Asia/Shanghai')?.at).toEqual(shanghai('2026-11-25T09:00:00'))
  })

  test('dropped means not sent, and delayed beyond its use likewise', () => {
    const ana = reach({ stock: new Map([[EXPIRY, 3]]) })
    const night = shanghai('2026-11-23T22:00:00')
    const dropping = programme({ quiet: { ...quiet, action: 'DROP' } })
    expect(only(ana, message('POINTS_EXPIRING'), dropping, night)).toMatchObject({ stop: 'QUIET' })
    const short = message('POINTS_EXPIRING', { untilAt: shanghai('2026-11-24T09:00:00') })
    expect(only(ana, short, programme(), night)).toMatchObject({ stop: 'QUIET', reason: 'TOO_LATE' })
    expect(only(ana, message('POINTS_EXPIRING'), programme(), night)).toMatchObject({
      stop: 'SEND',
      reason: 'QUIET_HOURS',
      send: { at: shanghai('2026-11-24T09:00:00') },
    })
  })
})
