import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { definition, off } from '../../test/coupon-builders.js'
import { freshId, publishCoupon } from '../../test/coupon-stage.js'
import { reward, TestMall } from '../../test/mall-builders.js'
import { openWorld, type TestOperator, type World } from '../../test/world.js'
import { refusalOf } from '../../test/world-basics.js'
import { defaultTemplate } from './messages/defaults.rules.js'

let world: World
let wu: TestOperator
beforeAll(async () => {
  world = await openWorld()
  wu = await world.operator('ADMIN')
})
afterAll(() => world.close())

/** Looks at something as it stands; what comes back publishes a version on top of that, or one that says `other` words. */
type Look = () => Promise<(requestId: string, other?: boolean) => Promise<unknown>>

const ladder: Look = async () => {
  const { version, ladder } = await wu.call('GET /console/tiers')
  return (requestId, other = false) => {
    const body = { requestId, version, ladder, grandfather: other, reason: '调整' }
    return wu.call('POST /console/tiers/versions', { body })
  }
}
const cost: Look = async () => {
  const { version } = (await wu.call('GET /console/earning-settings')).versions[0]!
  return (requestId, other) => {
    const body = { requestId, version, cost: { fen: 1, points: 1 }, generousPercent: other ? 21 : 20, reason: '调整' }
    return wu.call('POST /console/earning-settings/versions', { body })
  }
}
const template: Look = async () => {
  const params = { kind: 'REWARD_READY', channel: 'SUBSCRIBE' } as const
  const { version } = (await wu.call('GET /console/message-templates/:kind/:channel', { params })).items[0]!
  const template = defaultTemplate(params.kind, params.channel)
  return (requestId, other) => {
    const body = { requestId, ...params, version, template: { ...template, page: other ? 'pages/home/index' : '' } }
    return wu.call('PUT /console/message-templates', { body })
  }
}
const limits: Look = async () => {
  const { version, limits } = await wu.call('GET /console/message-limits')
  return (requestId, other) => {
    const body = { requestId, version, limits: other ? { ...limits, caps: [] } : limits }
    return wu.call('PUT /console/message-limits', { body })
  }
}
const coupon: Look = async () => {
  const params = { code: await publishCoupon(wu) }
  return (requestId, other) => {
    const body = { requestId, version: 1, definition: definition({ effect: off(10_000, other ? 4_000 : 3_000) }) }
    return wu.call('POST /console/coupons/:code/versions', { params, body: { ...body, reason: '加码' } })
  }
}
const shelfReward: Look = async () => {
  const params = { code: await new TestMall(world).publish() }
  return (requestId, other) => {
    const body = { requestId, version: 1, definition: reward({ points: other ? 130 : 120 }), reason: '调价' }
    return wu.call('POST /console/rewards/:code/versions', { params, body })
  }
}

// For all but one of the windows it came out as "changed meanwhile", and whoever had changed it was the same request.
test.each([
  ['a ladder of tiers', ladder, 'tier_ladder', 'ledger.key_reused', 'tier.ladder_changed'],
  ['the cost of a point', cost, 'earning_setting', 'ledger.key_reused', 'settings.changed'],
  ['a template of messages', template, 'message_template', 'message.request_reused', 'message.template_changed'],
  ['the limits of messages', limits, 'message_limits', 'message.request_reused', 'message.limits_changed'],
  ['a coupon', coupon, 'coupon_version', 'coupon.different', 'coupon.changed_meanwhile'],
  ['a reward', shelfReward, 'reward_version', 'reward.different', 'reward.changed_meanwhile'],
] as const)(
  '%s sent from ten windows at once is one version, and all of them hear yes',
  async (_, look, table, ...no) => {
    const [reused, changed] = no
    const requestId = freshId()
    const publish = await look()
    await Promise.all(Array.from({ length: 10 }, () => publish(requestId)))
    await publish(requestId)
    const sql = `SELECT version FROM ${table} WHERE request_key LIKE ?`
    expect(await world.db.query(sql, [`%:${requestId}`])).toHaveLength(1)
    expect(await refusalOf(publish(requestId, true))).toBe(reused)
    // Of three people on top of the same version one has it.
    const rivals = await look()
    const outcomes = await Promise.allSettled(Array.from({ length: 3 }, () => rivals(freshId())))
    const refused = outcomes.filter(one => one.status === 'rejected').map(one => one.reason.body.code)
    expect(refused).toEqual([changed, changed])
  },
)
