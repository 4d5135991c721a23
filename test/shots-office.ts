/** The screens of the console as `npm run shots` photographs them: by page, by state, and by what a hand did first. */
import process from 'node:process'
import { PASSWORD } from '../server/src/demo/sign-ins.rules.js'
import { Operators } from '../server/src/operators/operators.service.js'
import type { Eyes, Look, Visitor } from './e2e/browser.js'
import { MALL_LISTS, mallShots } from './shots-console-mall.js'
import { messageShots, messagesStaged, NO_MESSAGES } from './shots-messages.js'
import { type Stage, stageOf, UNSTAGED } from './shots-office-stage.js'
import { change, type Weather } from './shots-weather.js'
import { openWorld, type World } from './world.js'

interface OfficeShot {
  name: string
  /** Below /console. */
  path: string
  /** Besides fine weather, in light and dark. */
  weather?: Exclude<Weather, 'FINE' | 'OFFLINE'>[]
  /** What a hand does before the picture. */
  hand?: (visitor: Visitor) => Promise<unknown>
}

const SETTLE_MS = 1200
/** A page asks again before it says that something failed. */
const FAILED_MS = 5 * SETTLE_MS
const bad = ['SLOW', 'BROKEN'] as const
const LISTS =
  'overview members purchases sends message-templates message-limits stores staff rules simulator products tiers adjustments operators books audit'

/** The first button that says so; an icon in front of the words is read out as well. */
const press = (says: string | RegExp) => (visitor: Visitor) =>
  visitor.page
    .getByRole('button', { name: typeof says === 'string' ? new RegExp(`(^| )${says}$`) : says })
    .first()
    .click()
const tab = (name: string) => (visitor: Visitor) => visitor.page.getByRole('tab', { name }).click()

function lists(): OfficeShot[] {
  const none = ['members', 'purchases', 'rules', 'products'].map(name => ({
    name: `${name}-none`,
    path: `/${name}?search=zzzz`,
  }))
  return [
    ...LISTS.split(' ').map(name => ({ name, path: `/${name}`, weather: [...bad] })),
    { name: 'settings', path: '/settings' },
    { name: 'unknown', path: '/nowhere' },
    ...none,
    { name: 'overview-table', path: '/overview', hand: v => v.page.getByText('表', { exact: true }).click() },
    { name: 'adjustments-waiting', path: '/adjustments?state=ASKED' },
    { name: 'adjustments-decide', path: '/adjustments?state=ASKED', hand: press(/^审批/) },
    { name: 'adjustments-limits', path: '/adjustments', hand: press('额度设置') },
    { name: 'operators-new', path: '/operators', hand: press('新建账号') },
    { name: 'operators-menu', path: '/operators', hand: press(/的更多操作$/) },
    { name: 'products-chosen', path: '/products', hand: v => v.page.getByText(/^全选/).click() },
  ]
}

function member({ member, storeId }: Stage): OfficeShot[] {
  const path = `/members/${member}`
  const month = new Date().toISOString().slice(0, 7)
  return [
    { name: 'member', path, weather: [...bad] },
    { name: 'member-unknown', path: '/members/0000000000' },
    { name: 'member-entry', path, hand: v => v.page.locator('.data-table .link-button').first().click() },
    { name: 'member-lots', path: `${path}?tab=lots`, weather: [...bad] },
    { name: 'member-tier', path: `${path}?tab=tier`, weather: [...bad] },
    { name: 'member-months', path: `${path}?tab=months&month=${month}`, weather: [...bad] },
    { name: 'member-months-none', path: `${path}?tab=months&month=2020-01` },
    { name: 'member-past', path: `${path}?tab=past` },
    { name: 'member-past-then', path: `${path}?tab=past&at=${new Date().toISOString()}`, weather: [...bad] },
    { name: 'member-consents', path: `${path}?tab=consents` },
    { name: 'member-adjust', path, hand: press('调整积分') },
    { name: 'stores-keys', path: '/stores', hand: press(/收银密钥/) },
    { name: 'tables', path: `/stores/${storeId}`, weather: [...bad] },
  ]
}

function rules({ rules: made }: Stage): OfficeShot[] {
  const to = (state: keyof Stage['rules']) => `/rules/${made[state]}`
  const later = async (visitor: Visitor) => {
    await press('发布')(visitor)
    await visitor.page.getByText('到指定时间').click()
  }
  const unfinished = async (visitor: Visitor) => {
    await press('加条件')(visitor)
    await visitor.page.getByRole('menuitem', { name: '菜品分类', exact: true }).click()
  }
  return [
    { name: 'rules-new', path: '/rules?new=1', weather: ['BROKEN'] },
    { name: 'rules-base', path: '/rules/purchase', weather: [...bad] },
    { name: 'rules-draft', path: to('draft') },
    { name: 'rules-blocked', path: to('draft'), hand: press('发布') },
    { name: 'rules-unfinished', path: to('scheduled'), hand: unfinished },
    { name: 'rules-ticked', path: to('ticked') },
    { name: 'rules-publish', path: to('ticked'), hand: press('发布') },
    { name: 'rules-publish-later', path: to('ticked'), hand: later },
    { name: 'rules-broken', path: to('edited') },
    { name: 'rules-versions', path: to('edited'), hand: press(/^版本/) },
    { name: 'rules-scheduled', path: to('scheduled') },
    { name: 'rules-paused', path: to('paused') },
    { name: 'rules-pause', path: to('edited'), hand: press('暂停') },
  ]
}

function trials({ backtest }: Stage): OfficeShot[] {
  const path = '/simulator?rule=member-day~out'
  const report = `${path}&test=${backtest}`
  const run = async (visitor: Visitor) => {
    await visitor.page.getByText('近 90 天').click()
    await press('开始回测')(visitor)
  }
  const cancel = async (visitor: Visitor) => {
    await run(visitor)
    await press('取消')(visitor)
  }
  return [
    { name: 'simulator-case', path, hand: press('试算') },
    { name: 'backtest', path: report, weather: [...bad] },
    { name: 'backtest-tiers', path: report, hand: tab('按等级') },
    { name: 'backtest-stores', path: report, hand: tab('按门店') },
    { name: 'backtest-why', path: report, hand: press(/为什么变/) },
    { name: 'backtest-cancelled', path, hand: cancel },
    { name: 'backtest-running', path, hand: run },
    { name: 'tiers-edit', path: '/tiers', hand: press('调整等级') },
    { name: 'tiers-preview', path: '/tiers', hand: preview },
  ]
}

async function preview(visitor: Visitor): Promise<void> {
  await press('调整等级')(visitor)
  await visitor.page.locator('.rung-card').nth(1).getByLabel('成长值').fill('1500')
  await press('预览影响')(visitor)
  await visitor.page.getByText('会员通知草稿').waitFor()
}

/** Every screen in light and dark, in the weather it is known for, and as it is on the first day. */
export async function photographOffice(
  world: World,
  eyes: Eyes,
  chosen: (shot: { name: string }) => boolean,
): Promise<void> {
  const first = `${LISTS} ${MALL_LISTS}`.split(' ').map(name => ({ name: `${name}-empty`, path: `/${name}` }))
  const empty = first.filter(chosen)
  if (empty.length > 0) await photographFirstDay(eyes, empty)
  const shotsOf = (stage: Stage) =>
    [{ name: 'login', path: '/login' }, ...lists(), ...member(stage), ...rules(stage), ...trials(stage)].filter(chosen)
  const own = shotsOf(UNSTAGED).length > 0 ? shotsOf(await stageOf(world)) : []
  const told = messageShots(NO_MESSAGES).some(chosen) ? messageShots(await messagesStaged(world)).filter(chosen) : []
  const shots = [...own, ...told, ...mallShots().filter(chosen)]
  if (shots.length === 0) return
  for (const look of [{ desk: true }, { desk: true, dark: true }]) await photograph(world, eyes, { look, shots })
}

/** Nothing has been sold and nobody has joined. */
async function photographFirstDay(eyes: Eyes, shots: OfficeShot[]): Promise<void> {
  const world = await openWorld({ liveClock: true })
  try {
    await world.get(Operators).ensure({ username: 'admin', name: '管理员', role: 'ADMIN', password: PASSWORD })
    await photograph(world, eyes, { look: { desk: true }, shots })
  } finally {
    await world.close()
  }
}

async function photograph(
  world: World,
  eyes: Eyes,
  { look, shots }: { look: Look; shots: OfficeShot[] },
): Promise<void> {
  const visitor = await eyes.visitor(look)
  const { page } = visitor
  const suffix = look.dark ? '-dark' : ''
  // A half-filled form asks before it is left.
  page.on('dialog', dialog => dialog.accept())
  try {
    await page.goto(`${world.url}/console/login`)
    await page.waitForTimeout(SETTLE_MS)
    if (shots.some(({ name }) => name === 'login')) await visitor.picture(`c-login${suffix}`)
    await page.locator('input').nth(0).fill('admin')
    await page.locator('input[type=password]').fill(PASSWORD)
    await page.keyboard.press('Enter')
    await page.waitForURL(address => !address.pathname.endsWith('/login'))
    for (const shot of shots.filter(({ name }) => name !== 'login')) {
      for (const weather of ['FINE', ...(look.dark ? [] : (shot.weather ?? []))] as const)
        await take(world, visitor, { shot, weather, suffix }).catch(error =>
          process.stderr.write(`${shot.name}: ${error}\n`),
        )
    }
  } finally {
    await visitor.context.close()
  }
}

async function take(
  world: World,
  visitor: Visitor,
  { shot, weather, suffix }: { shot: OfficeShot; weather: Weather; suffix: string },
): Promise<void> {
  const { page } = visitor
  // What was typed for one picture is not restored in the next.
  await page.evaluate(() => {
    for (const key of Object.keys(localStorage)) if (key.includes('.draft.')) localStorage.removeItem(key)
  })
  await change(visitor, weather)
  await page.goto(`${world.url}/console${shot.path}`)
  await page.waitForTimeout(weather === 'BROKEN' ? FAILED_MS : SETTLE_MS)
  if (weather === 'FINE' && shot.hand) {
    await shot.hand(visitor)
    await page.waitForTimeout(SETTLE_MS)
  }
  await visitor.picture(`c-${shot.name}${weather === 'FINE' ? '' : `-${weather.toLowerCase()}`}${suffix}`)
  await change(visitor, 'FINE')
}
