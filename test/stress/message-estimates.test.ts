/** What a campaign is estimated to do is what it then does, whoever it is for and whatever else is waiting. */
import { MESSAGE_KINDS, type MessageKind } from '@huitou/shared/messages'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Campaigns } from '../../server/src/deliveries/campaigns.service.js'
import { Planner } from '../../server/src/deliveries/planner.service.js'
import { SendFigures } from '../../server/src/deliveries/send-figures.service.js'
import { DEFAULT_TEMPLATE_IDS } from '../../server/src/messages/defaults.rules.js'
import { say } from '../message-builders.js'
import { openWorld, type World } from '../world.js'

const TEMPLATES = Object.values(DEFAULT_TEMPLATE_IDS)
let world: World
const marketer = { id: 1, username: 'x', name: '小王', role: 'MARKETER', storeId: null }
let runs = 0
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

/** One diner as far as messages go. */
const diner = fc.record({
  marketing: fc.boolean(),
  unwanted: fc.boolean(),
  onWechat: fc.boolean(),
  grants: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: TEMPLATES.length, maxLength: TEMPLATES.length }),
  had: fc.array(fc.integer({ min: 0, max: 8 * 24 }), { maxLength: 3 }),
  waiting: fc.array(fc.constantFrom(...MESSAGE_KINDS), { maxLength: 3 }),
})
type Diner = typeof diner extends fc.Arbitrary<infer T> ? T : never

async function settle(id: number, one: Diner, tag: string): Promise<void> {
  const now = world.clock.now()
  const { db, parts } = world
  const next = () => parts.ids.next()
  await db.query('INSERT INTO member_tag (member_id, tag, added_at) VALUES (?, ?, ?)', [id, tag, now])
  if (one.marketing)
    await db.query(
      "INSERT INTO consent (id, member_id, purpose, version, granted, at) VALUES (?, ?, 'MARKETING', '2026-11', 1, ?)",
      [next(), id, now],
    )
  if (one.unwanted)
    await db.query("INSERT INTO reminder_choice (member_id, kind, wanted, changed_at) VALUES (?, 'CAMPAIGN', 0, ?)", [
      id,
      now,
    ])
  if (one.onWechat)
    await db.query(
      'INSERT INTO wechat_identity (id, app_id, openid, member_id, created_at, last_login_at) VALUES (?, ?, ?, ?, ?, ?)',
      [next(), world.config.wechat.appId, `o${id}`, id, now, now],
    )
  for (const [index, left] of one.grants.entries())
    await db.query(
      "INSERT INTO grant_stock (member_id, template_id, remaining, answer, answered_at) VALUES (?, ?, ?, 'accept', ?)",
      [id, TEMPLATES[index], left, now],
    )
  for (const hours of one.had) {
    const at = new Date(now.getTime() - hours * 3_600_000)
    await db.query(
      "INSERT INTO delivery (id, message_id, member_id, kind, channel, batch, template_id, state, next_at, counts_at, until_at) VALUES (?, ?, ?, 'CAMPAIGN', 'SUBSCRIBE', 'earlier', '', 'SENT', ?, ?, ?)",
      [next(), next(), id, at, at, at],
    )
  }
  for (const kind of one.waiting as MessageKind[]) await say(world, kind, [id])
}

test('the funnel before a send is the funnel after it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(diner, { minLength: 1, maxLength: 10 }),
      fc.integer({ min: 0, max: 23 }),
      async (diners, hour) => {
        runs += 1
        world.clock.set(new Date(Date.UTC(2026, 10, 23, hour, 10)))
        const campaigns = world.get(Campaigns)
        const tag = `run-${runs}`
        const ids = await world.crowd(diners.length)
        for (const [index, one] of diners.entries()) await settle(ids[index]!, one, tag)
        const draft = { title: '周末双倍', body: '来吧', page: 'pages/home/index', audience: { tag }, worthFen: 3_000 }
        const estimate = await campaigns.estimate(draft)
        const code = await campaigns.start(marketer, { ...draft, requestId: `request-${runs}` })
        await campaigns.write()
        await world.get(Planner).plan()
        const send = await world.get(SendFigures).one(code)
        expect(send.funnel).toEqual(estimate.funnel)
        expect(send.waiting).toBe(0)
        const [queued] = await world.db.query<{ amount: number; later: number }>(
          'SELECT COUNT(*) AS amount, COALESCE(SUM(next_at > ?), 0) AS later FROM delivery WHERE batch = ?',
          [world.clock.now(), code],
        )
        expect([queued!.amount, Number(queued!.later)]).toEqual([estimate.funnel.willSend, estimate.later])
      },
    ),
    { numRuns: 25 },
  )
  const short = await world.db.query('SELECT member_id FROM grant_stock WHERE remaining < 0')
  expect(short).toEqual([])
}, 120_000)
