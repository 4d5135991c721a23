/**
 * One campaign for a million members (fewer with --members=…): written, decided about, and handed to a WeChat that takes
 * so many in a second, by two workers at once.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { Campaigns } from '../../server/src/deliveries/campaigns.service.js'
import { Drain } from '../../server/src/deliveries/drain.service.js'
import { DEFAULT_LIMITS } from '../../server/src/deliveries/limits.rules.js'
import { Planner } from '../../server/src/deliveries/planner.service.js'
import { defaultTemplate } from '../../server/src/messages/defaults.rules.js'
import { demoApp, startWechatSimulator, type WechatSimulator } from '../simulators/wechat/wechat-simulator.js'
import { Deployment } from './deployment.js'
import { type Figure, rate, type Section } from './figures.js'
import { addMembers, memberId } from './members-fixture.js'

const MEMBERS = Number(process.env.BENCH_MEMBERS ?? 1_000_000)
/** Every third allowed a message; so many of them really have a phone in the simulator. */
const ALLOWED = 3
const PHONES = 4_000
/** What the provider is said to take in a second, from each worker. */
const LIMIT = 150
const TEMPLATE = defaultTemplate('CAMPAIGN', 'SUBSCRIBE')
const openidOf = (n: number): string => `obench${String(n).padStart(10, '0')}`

export const messages: Section = async () => {
  const wechat = await startWechatSimulator()
  const deployment = await Deployment.open({
    WECHAT_API_URL: wechat.url,
    WECHAT_APP_ID: demoApp.appId,
    WECHAT_APP_SECRET: demoApp.appSecret,
  })
  try {
    await addDiners(deployment)
    const phones = addPhones(wechat)
    return [...(await writeAndPlan(deployment)), await drain(deployment, wechat, phones)]
  } finally {
    await deployment.close()
    await wechat.close()
  }
}

/** Members who agreed to offers, every third with two grants, set by set. */
async function addDiners({ db }: Deployment): Promise<void> {
  await addMembers(db, MEMBERS)
  const id = `(${memberId(0)} + n * 16)`
  const all = `FROM bench_number WHERE n < ${MEMBERS} ORDER BY n`
  await db.query(
    `INSERT INTO consent (id, member_id, purpose, version, granted, at) SELECT ${id}, ${id}, 'MARKETING', '2026-11', 1, NOW(3) ${all}`,
  )
  await db.query(
    `INSERT INTO wechat_identity (id, app_id, openid, member_id, created_at, last_login_at) SELECT ${id}, ?, CONCAT('obench', LPAD(n, 10, '0')), ${id}, NOW(3), NOW(3) ${all}`,
    [demoApp.appId],
  )
  await db.query(
    `INSERT INTO grant_stock (member_id, template_id, remaining, answer, answered_at) SELECT ${id}, ?, 2, 'accept', NOW(3) FROM bench_number WHERE n < ${MEMBERS} AND n % ${ALLOWED} = 0 ORDER BY n`,
    [TEMPLATE.templateId],
  )
  // The bench may run at night.
  const limits = JSON.stringify({
    ...DEFAULT_LIMITS,
    quiet: { ...DEFAULT_LIMITS.quiet, from: '00:00', until: '00:00' },
  })
  await db.query(
    "INSERT INTO message_limits (version, definition, request_key, body_hash, changed_at, changed_by) VALUES (1, ?, 'bench', UNHEX(REPEAT('0', 64)), NOW(3), 'bench')",
    [limits],
  )
}

function addPhones({ control }: WechatSimulator): number {
  const fields = TEMPLATE.fields.map(({ key }) => ({ key, label: key }))
  control.messages.putTemplate('app', { id: TEMPLATE.templateId, title: '活动', fields })
  const phones = Math.min(PHONES, Math.floor(MEMBERS / ALLOWED))
  for (let n = 0; n < phones; n += 1) {
    const openid = openidOf(n * ALLOWED)
    control.createUser({ openid })
    control.messages.ask({ openid, templateIds: [TEMPLATE.templateId], answers: { [TEMPLATE.templateId]: 'accept' } })
  }
  return phones
}

async function writeAndPlan({ get }: Deployment): Promise<Figure[]> {
  const campaigns = get(Campaigns)
  const draft = { title: '周末双倍积分', body: '周六周日到店', page: '', audience: {}, worthFen: 3_000 }
  await campaigns.start(
    { id: 1, username: 'bench', name: 'bench', role: 'ADMIN', storeId: null },
    { ...draft, requestId: 'bench-send' },
  )
  const writing = performance.now()
  const { written } = await campaigns.write(Number.POSITIVE_INFINITY)
  const planning = performance.now()
  const { planned, sending } = await get(Planner).plan(Number.POSITIVE_INFINITY)
  const done = performance.now()
  const right = Math.ceil(MEMBERS / ALLOWED)
  if (written !== MEMBERS || planned !== MEMBERS || sending !== right)
    throw new Error(`written ${written}, planned ${planned}, sending ${sending} of ${MEMBERS}`)
  const seconds = (from: number, until: number) => (until - from) / 1000
  return [
    {
      name: 'messages.enqueue',
      value: written / seconds(writing, planning),
      note: `${written.toLocaleString('en')} in ${seconds(writing, planning).toFixed(1)} s`,
    },
    {
      name: 'messages.plan',
      value: planned / seconds(planning, done),
      note: `${planned.toLocaleString('en')} in ${seconds(planning, done).toFixed(1)} s, ${sending.toLocaleString('en')} to send`,
    },
  ]
}

async function drain({ db, get }: Deployment, { control }: WechatSimulator, phones: number): Promise<Figure> {
  await db.query("UPDATE delivery SET next_at = '2099-01-01' WHERE member_id >= ?", [memberId(phones * ALLOWED)])
  const began = performance.now()
  const pace = { perSecond: LIMIT, budgetMs: 600_000 }
  const turns = await Promise.all([
    get(Drain).drain({ ...pace, holder: 'one' }),
    get(Drain).drain({ ...pace, holder: 'two' }),
  ])
  const seconds = (performance.now() - began) / 1000
  await pause(0)
  const shown = Array.from({ length: phones }, (_, n) => control.messages.cards(openidOf(n * ALLOWED)).length)
  const sent = turns.reduce((sum, turn) => sum + turn.sent, 0)
  if (sent !== phones || shown.some(count => count !== 1)) throw new Error(`${sent} sent to ${phones} phones`)
  const share = sent / seconds / (2 * LIMIT)
  return {
    name: 'messages.drain',
    value: share,
    target: { least: 0.8 },
    note: `of the stated limit of 2 × ${LIMIT}/s: ${rate(sent / seconds)}, ${sent} sent, each once`,
  }
}
