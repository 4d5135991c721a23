import type { Ladder } from '@huitou/shared/tiers'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openWorld, type TestOperator, type World } from '../../../test/world.js'
import { refusalOf } from '../../../test/world-basics.js'
import { TEMPLATES } from '../earning/templates.rules.js'
import { MemberTiers } from '../members/member-tier.service.js'
import { BuyBacks } from './buy-backs.service.js'
import { TierCentre } from './centre.service.js'
import { TierQueue } from './queue.service.js'
import { TierReplay } from './replay.service.js'
import { TierReviews } from './reviews.service.js'

let world: World
let mara: TestOperator
let requests = 0
beforeAll(async () => {
  world = await openWorld()
  mara = await world.operator('MARKETER')
})
afterAll(async () => {
  await review()
  expect(await world.get(TierReplay).check()).toMatchObject({ clean: true, sample: [], waiting: 0 })
  expect(await world.books()).toEqual({})
  await world.close()
})

const review = () => world.get(TierReviews).turn()
/** Sessions end while months go by. */
async function later(at: string): Promise<void> {
  world.clock.set(at)
  const { username, password } = mara
  const { tokens } = await world.as()('POST /console/sessions', { body: { username, password } })
  mara = { ...mara, call: world.as(tokens.accessToken) }
}
const tiers = () => mara.call('GET /console/tiers')
const reasons = async (memberId: number) =>
  (
    await world.db.query<{ reason: string; to_code: string }>(
      'SELECT reason, to_code FROM tier_change WHERE member_id = ? ORDER BY seq',
      [memberId],
    )
  ).map(row => `${row.reason} ${row.to_code}`)
const withSilver = (ladder: Ladder, growth: number, more: Partial<Ladder> = {}): Ladder => ({
  ...ladder,
  ...more,
  rungs: ladder.rungs.map(rung =>
    rung.code === 'SILVER' ? { ...rung, threshold: { ...rung.threshold, growth } } : rung,
  ),
})
async function publish(change: (ladder: Ladder) => Ladder, grandfather = false) {
  const { version, ladder } = await tiers()
  requests += 1
  const body = {
    requestId: `ladder-request-${requests}`,
    version,
    ladder: change(ladder),
    grandfather,
    reason: '试行新门槛',
  }
  return { body, answer: await mara.call('POST /console/tiers/versions', { body }) }
}
async function earned(points: number): Promise<number> {
  const [id] = await world.crowd(1)
  await world.bill({ memberId: id!, paidFen: points * 100 })
  await world.get(TierQueue).drain()
  return id!
}

test('the shipped rules give each tier what the shipped ladder shows', async () => {
  const { ladder } = await world.get(MemberTiers).current()
  const shown = ladder.rungs.slice(1).map(({ code, percent }) => [`tier-${code.toLowerCase()}`, percent])
  const given = TEMPLATES.filter(({ code }) => code.startsWith('tier-')).map(({ code, definition: { reward } }) => [
    code,
    reward.kind === 'MULTIPLIER' ? reward.percent : null,
  ])
  expect(given).toEqual(shown)
})

describe('looking before publishing', () => {
  test('shows who rises and who falls, with a sample and a notice, and changes nothing', async () => {
    const [below, silver, gold] = [await earned(1_600), await earned(2_300), await earned(6_400)]
    const { ladder } = await tiers()
    const body = { ladder: withSilver(ladder, 1_500), grandfather: false }
    const easier = await mara.call('POST /console/tiers/previews', { body })
    expect(easier).toMatchObject({ rise: 1, fall: 0, stay: 2, fallAnyway: 0, reviewOn: '2026-12-01' })
    expect(easier.sample).toHaveLength(1)
    expect(easier.sample[0]).toMatchObject({ from: { code: 'NORMAL' }, to: { code: 'SILVER' } })
    expect(easier.rungs.map(rung => [rung.code, rung.before, rung.after])).toEqual([
      ['NORMAL', 1, 0],
      ['SILVER', 1, 2],
      ['GOLD', 1, 1],
      ['BLACK', 0, 0],
    ])
    const harder = { ladder: withSilver(ladder, 3_000), grandfather: false }
    expect(await mara.call('POST /console/tiers/previews', { body: harder })).toMatchObject({
      rise: 0,
      fall: 1,
      stay: 2,
    })
    const spared = await mara.call('POST /console/tiers/previews', { body: { ...harder, grandfather: true } })
    expect(spared).toMatchObject({ fall: 0, stay: 3 })
    expect(spared.notice.zh).toContain('银卡：由“12 个月内满 2,000 成长值”改为“12 个月内满 3,000 成长值”')
    expect(spared.notice.zh).toContain('首次评定为您保留等级')
    expect(await tiers()).toMatchObject({ version: 1 })
    expect([await reasons(below), await reasons(silver), await reasons(gold)]).toEqual([
      [],
      ['ROSE SILVER'],
      ['ROSE GOLD'],
    ])
  })

  test('a ladder that cannot be is refused with what is wrong, and so is one without a rung in use', async () => {
    const { ladder } = await tiers()
    const flat = mara.call('POST /console/tiers/previews', {
      body: { ladder: withSilver(ladder, 6_000), grandfather: false },
    })
    await expect(flat).rejects.toMatchObject({
      body: { code: 'tier.ladder_invalid', data: { wrong: [{ path: 'rungs.2.threshold.growth', problem: 'order' }] } },
    })
    const without = { ...ladder, rungs: ladder.rungs.filter(rung => rung.code !== 'GOLD') }
    const body = { ladder: without, grandfather: false }
    expect(await refusalOf(mara.call('POST /console/tiers/previews', { body }))).toBe('tier.rung_in_use')
  })
})

describe('publishing', () => {
  test('raises who qualifies, keeps the version, the reason and who did it, and a repeat does nothing more', async () => {
    const ned = await earned(1_700)
    const { body, answer } = await publish(ladder => withSilver(ladder, 1_500))
    expect(answer).toMatchObject({ version: 2, versions: [{ version: 2, reason: '试行新门槛' }, { version: 1 }] })
    expect((await mara.call('POST /console/tiers/versions', { body })).version).toBe(2)
    const other = { ...body, reason: '另一个理由' }
    expect(await refusalOf(mara.call('POST /console/tiers/versions', { body: other }))).toBe('ledger.key_reused')
    const stale = { ...body, requestId: 'ladder-request-stale' }
    expect(await refusalOf(mara.call('POST /console/tiers/versions', { body: stale }))).toBe('tier.ladder_changed')
    await review()
    expect(await reasons(ned)).toEqual(['LADDER SILVER'])
    const audit = await world.db.query("SELECT target FROM audit_log WHERE action = 'LADDER_PUBLISHED'")
    expect(audit).toEqual([{ target: 'v2' }])
  })

  test('a bill of that moment, left out by a till that still went by the old ladder, is looked at all the same', async () => {
    const { ladder } = await tiers()
    const least = (ladder.rungs[1]?.threshold.growth ?? 0) - 100
    const ola = await earned(least - 10)
    const unseen = async (paidFen: number) => {
      await world.bill({ memberId: ola, paidFen })
      await world.db.query('DELETE FROM tier_due WHERE member_id = ?', [ola])
      await review()
    }
    await publish(changed => withSilver(changed, least))
    await review()
    expect(await reasons(ola)).toEqual([])
    await unseen(1_000)
    expect(await reasons(ola)).toEqual(['ROSE SILVER'])
  })

  test('ten publishers at once: one ladder, and the others are told', async () => {
    const { version, ladder } = await tiers()
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) =>
        mara.call('POST /console/tiers/versions', {
          body: { requestId: `at-once-${n}`, version, ladder, grandfather: false, reason: `第 ${n} 个` },
        }),
      ),
    )
    expect(outcomes.filter(outcome => outcome.status === 'fulfilled')).toHaveLength(1)
    expect((await tiers()).version).toBe(version + 1)
  })

  test('where it was promised, the first review spares who met the old ladder; the second one does not', async () => {
    const ola = await earned(1_600)
    await publish(ladder => withSilver(ladder, 2_500), true)
    await review()
    await later('2026-11-30T16:00:00.000Z')
    await review()
    expect(await reasons(ola)).toEqual(['ROSE SILVER', 'GRANDFATHERED SILVER'])
    await later('2026-12-31T16:00:00.000Z')
    await review()
    expect((await reasons(ola)).at(-1)).toBe('GRACE SILVER')
  })

  test('support looks and cannot publish', async () => {
    const sue = await world.operator('SUPPORT')
    expect((await sue.call('GET /console/tiers')).heads.reduce((sum, head) => sum + head.members, 0)).toBeGreaterThan(3)
    const { version, ladder } = await tiers()
    const body = { requestId: 'sue-may-not', version, ladder, grandfather: false, reason: '试一下' }
    expect(await refusalOf(sue.call('POST /console/tiers/versions', { body }))).toBe('access.denied')
  })
})

describe('keeping a tier for points', () => {
  const centre = (memberId: number) => world.get(TierCentre).of(memberId)
  const keep = (memberId: number, request: string) => world.get(BuyBacks).keep(memberId, request)
  const points = async (memberId: number) =>
    (await world.db.query<{ available: number }>('SELECT available FROM account WHERE id = ?', [memberId + 1]))[0]!
      .available

  test('is offered in the grace period, taken once through the ledger, and lasts until the next review', async () => {
    const pia = await world.member({ points: 2_600 })
    await world.get(TierQueue).drain()
    await publish(ladder => withSilver(ladder, 5_000, { buyBackPoints: 500 }))
    await later('2027-01-31T16:00:00.000Z')
    await review()
    const offered = await pia.call('GET /member/tier')
    expect(offered.buyBack).toMatchObject({ points: 500, says: { zh: '用 500 积分保住银卡，到下次评定日再看' } })
    // As long as a request's number may be: with the words before it, it was too long for the ledger.
    const body = { requestId: 'pia-keeps-silver'.padEnd(64, '0') }
    const kept = await pia.call('POST /member/tier/buy-backs', { body })
    expect(kept).toMatchObject({ tier: { code: 'SILVER' }, graceUntil: null, buyBack: null })
    await pia.call('POST /member/tier/buy-backs', { body })
    expect(await points(pia.id)).toBe(2_100)
    expect(await refusalOf(keep(pia.id, 'pia-once-more'))).toBe('tier.not_in_grace')
    await later('2027-02-28T16:00:00.000Z')
    await review()
    expect((await reasons(pia.id)).slice(-2)).toEqual(['BOUGHT_BACK SILVER', 'FELL NORMAL'])
    const member = await mara.call('GET /console/members/:memberNo/tier', { params: { memberNo: pia.memberNo } })
    expect(member.standing.tier.code).toBe('NORMAL')
    expect(member.changes.map(change => change.reason)).toEqual(['FELL', 'BOUGHT_BACK', 'GRACE', 'ROSE', 'ENROLLED'])
  })

  test('pressed twenty times at once takes the points once', async () => {
    const quin = await earned(5_100)
    // Twelve months to the day still hold it: the bill was at midnight of 1 March.
    await later('2028-02-29T16:00:00.000Z')
    await review()
    expect((await centre(quin)).graceUntil).toBeNull()
    await later('2028-03-31T16:00:00.000Z')
    await review()
    expect((await centre(quin)).graceUntil).toBe('2028-04-30')
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => keep(quin, `quin-presses-${n}`)))
    expect(outcomes.filter(outcome => outcome.status === 'fulfilled')).toHaveLength(1)
    expect(await points(quin)).toBe(4_600)
  })

  test("without enough points nothing changes, and the refusal stays that request's answer", async () => {
    const ron = await earned(5_000)
    await publish(ladder => ({ ...ladder, buyBackPoints: 6_000 }))
    await later('2029-04-30T16:00:00.000Z')
    await review()
    expect(await refusalOf(keep(ron, 'ron-is-short'))).toBe('points.insufficient')
    expect((await centre(ron)).buyBack?.points).toBe(6_000)
    expect(await refusalOf(keep(ron, 'ron-is-short'))).toBe('points.insufficient')
    expect(await points(ron)).toBe(5_000)
  })
})
