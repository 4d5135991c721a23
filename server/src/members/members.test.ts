import { createSecretKey } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openWorld, type World } from '../../../test/world.js'
import { DAY, MINUTE, newPhone, Refused, refusalOf } from '../../../test/world-basics.js'
import { barcode, checkDigit, qrToken, readCode, WINDOW_MS, windowAt } from './codes.rules.js'
import { consentProblem } from './consents.rules.js'
import { Members } from './members.service.js'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

describe('joining', () => {
  test('a guest browses first, then joins with one phone tap and has an account in both currencies', async () => {
    const guest = await world.guest({ phone: '10012345678' })
    expect(await guest.call('GET /me')).toEqual({ member: null, staff: null })
    expect(await refusalOf(guest.call('GET /member/card'))).toBe('member.not_enrolled')
    expect((await world.as()('GET /programme')).earnSentence.zh).toBe('实付每 1 元得 1 分，不足部分不计')
    const card = await guest.call('POST /enrolments', { body: world.enrolment(guest.openid) })
    expect(card).toMatchObject({
      phoneMasked: '100****5678',
      balances: { available: 0, growth: 0, debt: 0 },
      version: 0,
    })
    expect(card.memberNo).toMatch(/^[1-9]\d{9}$/)
    expect(checkDigit(card.memberNo.slice(0, 9))).toBe(card.memberNo[9])
  })

  test('twenty taps at once make one member, and joining again answers the same card', async () => {
    const guest = await world.guest()
    const bodies = Array.from({ length: 20 }, () => world.enrolment(guest.openid))
    const outcomes = await Promise.allSettled(bodies.map(body => guest.call('POST /enrolments', { body })))
    const cards = outcomes.flatMap(outcome => (outcome.status === 'fulfilled' ? [outcome.value.memberNo] : []))
    expect(new Set(cards).size).toBe(1)
    expect(cards).toHaveLength(20)
    const [row] = await world.db.query<{ n: number }>(
      'SELECT COUNT(*) AS n FROM member WHERE enrol_key IN (SELECT CONCAT("wx:", id) FROM wechat_identity WHERE openid = ?)',
      [guest.openid],
    )
    expect(row!.n).toBe(1)
  })

  test('without the required consents nobody is enrolled; an outdated version asks again', async () => {
    const guest = await world.guest()
    const body = world.enrolment(guest.openid)
    expect(await refusalOf(guest.call('POST /enrolments', { body: { ...body, consents: [] } }))).toBe(
      'enrolment.consent_missing',
    )
    const old = body.consents.map(consent => ({ ...consent, version: '2025-01' }))
    expect(await refusalOf(guest.call('POST /enrolments', { body: { ...body, consents: old } }))).toBe(
      'enrolment.consent_outdated',
    )
    expect((await guest.call('GET /me')).member).toBeNull()
    expect(consentProblem(body.consents)).toBeNull()
  })

  test('a phone that belongs to a member on another WeChat account is refused in plain words', async () => {
    const phone = newPhone()
    await world.member({ phone })
    const second = await world.guest({ phone })
    expect(await refusalOf(second.call('POST /enrolments', { body: world.enrolment(second.openid) }))).toBe(
      'enrolment.phone_taken',
    )
  })

  test('a used phone code and a WeChat that does not answer are told apart', async () => {
    const guest = await world.guest()
    const body = world.enrolment(guest.openid)
    const other = await world.guest()
    await other.call('POST /enrolments', { body: { ...world.enrolment(other.openid), phoneCode: body.phoneCode } })
    expect(await refusalOf(guest.call('POST /enrolments', { body }))).toBe('wechat.phone_code_invalid')
    expect(await refusalOf(world.as()('POST /sessions', { body: { code: 'never-issued' } }))).toBe(
      'wechat.code_invalid',
    )
    world.wechat.control.block(guest.openid)
    const { code } = world.wechat.control.issueLoginCode({ openid: guest.openid })
    expect(await refusalOf(world.as()('POST /sessions', { body: { code } }))).toBe('wechat.blocked')
  })

  test('the phone is not in the database in plain sight, opens with the key, and only for its own row', async () => {
    const phone = newPhone()
    const ana = await world.member({ phone })
    const [row] = await world.db.query<Record<string, unknown>>('SELECT * FROM member WHERE id = ?', [ana.id])
    expect(JSON.stringify(row)).not.toContain(phone)
    expect(await world.get(Members).revealPhone(ana.id)).toBe(phone)
    const bo = await world.member()
    await world.db.query('UPDATE member SET phone_cipher = ? WHERE id = ?', [row!.phone_cipher, bo.id])
    await expect(world.get(Members).revealPhone(bo.id)).rejects.toThrow()
  })

  test('a consent is withdrawn as easily as it is given, and every change is kept', async () => {
    const ana = await world.member()
    const marketing = { purpose: 'MARKETING' as const, version: '2026-11' }
    await ana.call('POST /member/consents', { body: { ...marketing, granted: true } })
    const { items } = await ana.call('POST /member/consents', { body: { ...marketing, granted: false } })
    expect(items.find(item => item.purpose === 'MARKETING')).toMatchObject({ granted: false })
    const rows = await world.db.query('SELECT granted FROM consent WHERE member_id = ? AND purpose = ? ORDER BY id', [
      ana.id,
      'MARKETING',
    ])
    expect(rows).toEqual([{ granted: 1 }, { granted: 0 }])
  })
})

describe('sessions', () => {
  test('an access token ends after ten minutes; the refresh token brings a new pair', async () => {
    const ana = await world.member()
    world.clock.advance(10 * MINUTE)
    expect(await refusalOf(world.as(ana.token)('GET /me'))).toBe('session.expired')
    const next = await world.as()('POST /sessions/refresh', { body: { refreshToken: ana.refreshToken } })
    expect((await world.as(next.accessToken)('GET /me')).member?.memberNo).toBe(ana.memberNo)
  })

  test('an old refresh token works for a minute, for an answer that was lost, and then ends the whole session', async () => {
    const ana = await world.member()
    const refresh = (refreshToken: string) => world.as()('POST /sessions/refresh', { body: { refreshToken } })
    const first = await refresh(ana.refreshToken)
    const second = await refresh(ana.refreshToken)
    expect(second.refreshToken).not.toBe(first.refreshToken)
    world.clock.advance(2 * MINUTE)
    expect(await refusalOf(refresh(ana.refreshToken))).toBe('session.invalid')
    expect(await refusalOf(refresh(second.refreshToken))).toBe('session.invalid')
  })

  test('signing out ends the session at once', async () => {
    const ana = await world.member()
    await ana.call('DELETE /session')
    expect(await refusalOf(world.as(ana.token)('GET /me'))).toBe('session.invalid')
    expect(await refusalOf(world.as()('POST /sessions/refresh', { body: { refreshToken: ana.refreshToken } }))).toBe(
      'session.invalid',
    )
  })

  test('a token that was tampered with, or is none, is refused', async () => {
    const ana = await world.member()
    for (const token of [`${ana.token.slice(0, -2)}xx`, 'a.b.c', '']) {
      await expect(world.as(token)('GET /me')).rejects.toBeInstanceOf(Refused)
    }
    world.clock.advance(61 * DAY)
    expect(await refusalOf(world.as()('POST /sessions/refresh', { body: { refreshToken: ana.refreshToken } }))).toBe(
      'session.invalid',
    )
  })
})

describe('code rules', () => {
  const key = createSecretKey(Buffer.alloc(32, 7))
  const now = 1_763_800_000_000
  const claim = { memberNo: '6285123409', window: windowAt(now) }

  test('both forms read back, and neither with another key', () => {
    for (const code of [qrToken(key, claim), barcode(key, claim)]) {
      expect(readCode(key, code, now)).toEqual(claim)
      expect(readCode(createSecretKey(Buffer.alloc(32, 8)), code, now)).toBe('UNKNOWN')
    }
    expect(barcode(key, claim)).toHaveLength(20)
    expect(qrToken(key, claim).length).toBeLessThanOrEqual(48)
  })

  test.each([
    ['its last accepted millisecond', (claim.window + 1) * WINDOW_MS + 15_000, claim],
    ['one millisecond later', (claim.window + 1) * WINDOW_MS + 15_001, 'EXPIRED'],
    ['one window ahead', (claim.window - 1) * WINDOW_MS, claim],
    ['two windows ahead', (claim.window - 1) * WINDOW_MS - 1, 'EXPIRED'],
  ])('a QR token read at %s', (_, at, expected) => {
    expect(readCode(key, qrToken(key, claim), at)).toEqual(expected)
  })

  test('a barcode from 83 hours ago is not taken for one of now', () => {
    const old = { ...claim, window: claim.window - 10_000 }
    expect(readCode(key, barcode(key, old), now)).toBe('UNKNOWN')
  })
})
