/** Messages for the photographs of the console: a campaign that went out, one that stands still, one that is paused. */
import { Drain } from '../server/src/deliveries/drain.service.js'
import { Planner } from '../server/src/deliveries/planner.service.js'
import type { Visitor } from './e2e/browser.js'
import { agree, allow, enterTemplates, templateOf } from './message-builders.js'
import { requestId } from './rule-builders.js'
import type { TestMember, TestOperator, World } from './world.js'

export interface MessageStage {
  /** Codes of sends by what there is to see of them. */
  done: string
  dead: string
  paused: string
  /** Number of a member who got one, and of one who got nothing. */
  told: string
  untold: string
}
/** The names alone, to see whether anything of it is wanted. */
export const NO_MESSAGES: MessageStage = { done: '', dead: '', paused: '', told: '', untold: '' }

interface MessageShot {
  name: string
  path: string
  weather?: ('SLOW' | 'BROKEN')[]
  hand?: (visitor: Visitor) => Promise<unknown>
}

/** Sets it up by the calls the console and the phones make. */
export async function messagesStaged(world: World): Promise<MessageStage> {
  enterTemplates(world)
  const marketer = await world.operator('MARKETER')
  await neverQuiet(marketer)
  const regulars = await group(world, '常客', { granted: 9, others: 3 })
  await group(world, '新客', { granted: 6, others: 1 })
  await group(world, '老客', { granted: 4, others: 0 })
  const send = (title: string, body: string, tag: string) =>
    marketer.call('POST /console/sends', {
      body: { title, body, page: 'pages/home/index', audience: { tag }, worthFen: 2_000, requestId: requestId() },
    })
  const { code: done } = await send('周末双倍积分', '周六周日到店消费，积分翻倍，和朋友一起来更划算', '常客')
  await turn(world)
  const { code: paused } = await send('老客专属小菜', '本周到店送一份时令小菜', '老客')
  await marketer.call('POST /console/sends/:code/orders', { params: { code: paused }, body: { action: 'PAUSE' } })
  world.wechat.control.messages.removeTemplate('app', templateOf('CAMPAIGN'))
  const { code: dead } = await send('冰镇酸梅汤第二杯半价', '七月每天下午两点到五点，到店出示会员码', '新客')
  await turn(world)
  return { done, dead, paused, told: regulars[0]!.memberNo, untold: regulars.at(-1)!.memberNo }
}

/** Pictures are taken at any hour. */
async function neverQuiet(marketer: TestOperator): Promise<void> {
  const { version, limits } = await marketer.call('GET /console/message-limits')
  const quiet = { ...limits.quiet, from: '00:00', until: '00:00' }
  await marketer.call('PUT /console/message-limits', {
    body: { requestId: requestId(), version, limits: { ...limits, quiet } },
  })
}

async function group(
  world: World,
  tag: string,
  { granted, others }: { granted: number; others: number },
): Promise<TestMember[]> {
  const members: TestMember[] = []
  for (let nth = 0; nth < granted + others; nth += 1) {
    const member = await world.member({ nickname: `${tag}${nth + 1}` })
    if (nth < granted) {
      await agree(member)
      await allow(world, member, ['CAMPAIGN', 'POINTS_EXPIRING'], 2)
    }
    await world.db.query('INSERT INTO member_tag (member_id, tag, added_at) VALUES (?, ?, ?)', [
      member.id,
      tag,
      new Date(),
    ])
    members.push(member)
  }
  return members
}

async function turn(world: World): Promise<void> {
  await world.get(Planner).plan()
  await world.get(Drain).drain({ holder: 'shots', perSecond: 100_000 })
}

export function messageShots({ done, dead, paused, told, untold }: MessageStage): MessageShot[] {
  const templates = '/message-templates?kind=CAMPAIGN'
  const of = (code: string) => `/sends?send=${encodeURIComponent(code)}`
  return [
    { name: 'sends-done', path: of(done) },
    { name: 'sends-dead', path: of(dead) },
    { name: 'sends-paused', path: of(paused) },
    { name: 'sends-none', path: '/sends?kind=REFERRAL_PROGRESS' },
    { name: 'sends-new', path: '/sends', hand: write },
    { name: 'sends-estimate', path: '/sends', hand: estimate },
    { name: 'message-templates-cut', path: templates, hand: tooLong },
    { name: 'message-templates-sms', path: `${templates}&channel=SMS` },
    { name: 'message-templates-inbox', path: `${templates}&channel=INBOX` },
    { name: 'message-templates-versions', path: templates, hand: v => click(v, '版本') },
    { name: 'message-limits-forecast', path: '/message-limits', hand: v => forecast(v, told) },
    { name: 'member-messages', path: `/members/${told}?tab=messages`, weather: ['SLOW', 'BROKEN'] },
    { name: 'member-messages-untold', path: `/members/${untold}?tab=messages` },
  ]
}

const click = ({ page }: Visitor, name: string) => page.getByRole('button', { name }).first().click()

async function write(visitor: Visitor): Promise<void> {
  const { page } = visitor
  await click(visitor, '发一次活动')
  await page.getByLabel('标题', { exact: true }).fill('冬至羊肉锅会员双倍积分，带朋友来再送一份小菜')
  await page
    .getByLabel('内容', { exact: true })
    .fill('12 月 21 日到 23 日到店点羊肉锅，积分翻倍；两人同行再送时令小菜一份。')
}

async function estimate(visitor: Visitor): Promise<void> {
  await write(visitor)
  await click(visitor, '估算会发给多少人')
  await visitor.page.locator('.campaign-estimate').waitFor()
}

async function tooLong({ page }: Visitor): Promise<void> {
  await page.getByLabel('thing2 的内容').fill('周六周日到店消费积分都翻倍：{{text}}{{txet}}')
}

async function forecast({ page }: Visitor, memberNo: string): Promise<void> {
  await page.getByLabel('会员', { exact: true }).fill(memberNo)
  await page.locator('.ant-select-item').first().click()
  await page.getByText('未来 7 天').last().scrollIntoViewIfNeeded()
}
