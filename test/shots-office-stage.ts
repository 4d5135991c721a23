/** What the console shows besides the demonstration while it is photographed: rules in every state, corrections, backtests. */
import { setTimeout as sleep } from 'node:timers/promises'
import { STORIES } from '../server/src/demo/stories.rules.js'
import { requestId, rulesOf, shipped } from './rule-builders.js'
import type { TestOperator, World } from './world.js'

const DAY_MS = 86_400_000

export interface Stage {
  member: string
  storeId: string
  /** Codes of rules by what there is to see of them. */
  rules: Record<'draft' | 'ticked' | 'edited' | 'scheduled' | 'paused', string>
  backtest: string
}

/** The names alone, to see whether anything of it is wanted. */
export const UNSTAGED: Stage = {
  member: '',
  storeId: '',
  rules: { draft: '', ticked: '', edited: '', scheduled: '', paused: '' },
  backtest: '',
}

/** Sets it up by the calls the console itself makes. The demonstration is there already. */
export async function stageOf(world: World): Promise<Stage> {
  const [admin, support] = [await world.operator('ADMIN'), await world.operator('SUPPORT')]
  const member = await numberOf(world, STORIES.diner)
  const [store] = await world.db.query<{ id: number }>('SELECT id FROM store ORDER BY id LIMIT 1')
  const rules = await rulesInEveryState(admin)
  await corrections({ admin, support }, { member, broke: await numberOf(world, STORIES.debt) })
  return { member, storeId: String(store!.id), rules, backtest: await backtested(admin) }
}

async function rulesInEveryState(admin: TestOperator): Promise<Stage['rules']> {
  const rules = rulesOf(admin)
  const named = (code: string, zh: string) => ({ ...shipped(code), name: { zh, en: '' } })
  const triple = (zh: string) => ({ ...named('member-day', zh), reward: { kind: 'MULTIPLIER', percent: 300 } }) as const
  const draft = await rules.draft(named('first-order', '首单礼（草稿）'))
  const ticked = await rules.ticked(named('member-day', '会员日（已核对）'))
  const edited = await rules.live(named('member-day', '会员日（有修改）'))
  await rules.edit(edited, triple('会员日（有修改）'))
  const live = await rules.live(named('member-day', '会员日（下周三倍）'))
  const next = await rules.tickAll(await rules.edit(live, triple('会员日（下周三倍）')))
  await rules.publish(next, new Date(Date.now() + 7 * DAY_MS).toISOString())
  const paused = await rules.live(named('member-day', '会员日（已暂停）'))
  await rules.pause(paused)
  return {
    draft: draft.code,
    ticked: ticked.code,
    edited: edited.code,
    scheduled: live.code,
    paused: paused.code,
  }
}

/** One made at once, one that waits, one approved, one declined, and one approved that the ledger could not do. */
async function corrections(
  { admin, support }: Record<'admin' | 'support', TestOperator>,
  { member, broke }: Record<'member' | 'broke', string>,
): Promise<void> {
  const ask = (memberNo: string, points: number, reason: string) =>
    support.call('POST /console/adjustments', { body: { requestId: requestId(), memberNo, points, reason } })
  const decide = ({ id }: { id: string }, approve: boolean, note: string) =>
    admin.call('POST /console/adjustments/:id/decisions', {
      params: { id },
      body: { requestId: requestId(), approve, note },
    })
  await ask(member, 120, '漏记午市的账单')
  await decide(await ask(member, 900, '寿宴漏记，已核对小票'), true, '小票属实')
  await decide(await ask(member, 2_000, '会员要求补偿'), false, '没有凭据')
  await decide(await ask(broke, -5_000, '同一张账单记了两次'), true, '')
  await ask(member, -800, '别桌的账单记到了他名下')
}

async function backtested(admin: TestOperator): Promise<string> {
  const now = Date.now()
  const body = {
    requestId: requestId(),
    proposals: [{ code: 'member-day', definition: null }],
    from: new Date(now - 90 * DAY_MS).toISOString(),
    to: new Date(now).toISOString(),
  }
  const { id } = await admin.call('POST /console/backtests', { body })
  while ((await admin.call('GET /console/backtests/:id', { params: { id } })).state === 'RUNNING') await sleep(200)
  return id
}

async function numberOf(world: World, nickname: string): Promise<string> {
  const [row] = await world.db.query<{ member_no: string }>('SELECT member_no FROM member WHERE nickname = ?', [
    nickname,
  ])
  return row!.member_no
}
