/** Messages in a test world: templates WeChat knows, taps, and a worker's turn. */
import { randomBytes } from 'node:crypto'
import { MESSAGE_KINDS, type MessageKind } from '@huitou/shared/messages'
import { PointsChanges } from '../server/src/deliveries/changes.service.js'
import { Drain } from '../server/src/deliveries/drain.service.js'
import { Planner } from '../server/src/deliveries/planner.service.js'
import { Sealer } from '../server/src/ledger/sealer.service.js'
import { defaultTemplate, EXAMPLES } from '../server/src/messages/defaults.rules.js'
import type { MessageDraft } from '../server/src/messages/kinds.rules.js'
import { Outbox } from '../server/src/messages/outbox.service.js'
import { openWorld, type TestMember, type World } from './world.js'

export const templateOf = (kind: MessageKind): string => defaultTemplate(kind, 'SUBSCRIBE').templateId

/** WeChat knows all the templates we ship. */
export function enterTemplates(world: World): void {
  for (const kind of MESSAGE_KINDS) {
    const { templateId: id, fields } = defaultTemplate(kind, 'SUBSCRIBE')
    const named = fields.map(({ key }) => ({ key, label: key.slice(0, 20) }))
    world.wechat.control.messages.putTemplate('app', { id, title: id, fields: named })
  }
}

/** A world in which WeChat knows our templates. */
export async function openMessageWorld(): Promise<World> {
  const world = await openWorld()
  enterTemplates(world)
  return world
}

/** Ana taps "allow" for these kinds so many times, and her phone tells us. */
export async function allow(world: World, member: TestMember, kinds: MessageKind[], times = 1): Promise<void> {
  const templateIds = [...new Set(kinds.map(templateOf))]
  for (let tap = 0; tap < times; tap += 1) {
    const answers = Object.fromEntries(templateIds.map(id => [id, 'accept' as const]))
    world.wechat.control.messages.ask({ openid: member.openid, templateIds, answers })
    await member.call('POST /member/grants', { body: { requestId: randomBytes(9).toString('hex'), answers } })
  }
}

/** What her phone has shown. */
export const cards = (world: World, member: TestMember) => world.wechat.control.messages.cards(member.openid)

/** Somebody agrees to offers. */
export const agree = (member: TestMember, granted = true) =>
  member.call('POST /member/consents', { body: { purpose: 'MARKETING', version: '2026-11', granted } })

/** Something is to be said to these members, now unless said otherwise. */
export function say<K extends MessageKind>(
  world: World,
  kind: K,
  memberIds: readonly number[],
  more: Partial<MessageDraft> = {},
): Promise<void> {
  const drafts = memberIds.map(memberId => ({
    memberId,
    kind,
    occurrence: randomBytes(6).toString('hex'),
    data: EXAMPLES[kind],
    worthFen: 1_000,
    dueAt: world.clock.now(),
    ...more,
  })) as MessageDraft[]
  return world.db.transaction(tx => world.get(Outbox).enqueue(tx, drafts))
}

/** One turn of the worker for what is there: sealed blocks, plan, send. */
export async function deliver(world: World): Promise<{ planned: number; tried: number; sent: number }> {
  await world.get(Sealer).seal()
  await world.get(PointsChanges).follow()
  const { planned } = await world.get(Planner).plan()
  const { tried, sent } = await world.get(Drain).drain({ holder: 'test', perSecond: 100_000 })
  return { planned, tried, sent }
}

/** Deliveries as "STATE REASON", in their order. */
export async function deliveries(world: World, member: Pick<TestMember, 'id'>): Promise<string[]> {
  const rows = await world.db.query<{ channel: string; state: string; reason: string | null }>(
    'SELECT channel, state, reason FROM delivery WHERE member_id = ? ORDER BY id',
    [member.id],
  )
  return rows.map(({ channel, state, reason }) => [channel, state, reason].filter(Boolean).join(' '))
}
