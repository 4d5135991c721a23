/**
 * `npm run shots [name …]`: photographs every screen in its states, large text and dark, into .data/pictures. Nobody
 * passes or fails here; whoever touched a screen opens the pictures.
 */
import process from 'node:process'
import { Demo } from '../server/src/demo/demo.service.js'
import { PASSWORD } from '../server/src/demo/sign-ins.rules.js'
import { DINER_DEVICE } from '../server/src/demo/stories.rules.js'
import { Eyes, type Look, type Visitor } from './e2e/browser.js'
import { openWorld, type World } from './world.js'

/** What the network does to a page while it is photographed. */
type Weather = 'FINE' | 'SLOW' | 'BROKEN' | 'OFFLINE'

interface Shot {
  name: string
  /** Below /m/ or /console, the hash included. */
  path: string
  device?: string
  look?: Look
  weather?: Weather[]
  huge?: boolean
}

const SEED = 20_261_122
const SETTLE_MS = 1200
const DINER = DINER_DEVICE
const all: Weather[] = ['FINE', 'SLOW', 'BROKEN', 'OFFLINE']

const PHONE_PAGES: Omit<Shot, 'look'>[] = [
  { name: 'home', path: '#/pages/home/index', device: DINER, weather: all },
  { name: 'home-guest', path: '#/pages/home/index', device: 'shot-guest-1', weather: ['FINE'] },
  { name: 'code', path: '#/pages/code/index', device: DINER, weather: all },
  { name: 'code-guest', path: '#/pages/code/index', device: 'shot-guest-2', weather: ['FINE'] },
  { name: 'mall', path: '#/pages/mall/index', device: DINER, weather: all },
  { name: 'me', path: '#/pages/me/index', device: DINER, weather: ['FINE', 'BROKEN'] },
  { name: 'me-guest', path: '#/pages/me/index', device: 'shot-guest-3', weather: ['FINE'] },
  { name: 'join', path: '#/join/index', device: 'shot-guest-4', weather: ['FINE', 'SLOW', 'BROKEN'] },
  { name: 'statement', path: '#/points/statement', device: DINER, weather: all },
  { name: 'rules', path: '#/points/rules', device: DINER, weather: ['FINE'] },
  { name: 'stores', path: '#/stores/index', device: DINER, weather: ['FINE', 'BROKEN'] },
  { name: 'settings', path: '#/settings/index', device: DINER, weather: ['FINE'] },
  { name: 'privacy', path: '#/settings/privacy', device: DINER, weather: ['FINE', 'BROKEN'] },
  { name: 'messages', path: '#/settings/messages', device: DINER, weather: ['FINE'] },
  { name: 'workbench', path: '#/staff/workbench', device: 'demo-staff', weather: all },
  { name: 'bill', path: '#/staff/bill?none=1', device: 'demo-staff', weather: ['FINE'] },
  { name: 'records', path: '#/staff/records', device: 'demo-staff', weather: ['FINE', 'SLOW', 'BROKEN'] },
  { name: 'bind', path: '#/staff/bind?invite=ABCDEFGH1234', device: 'shot-guest-5', weather: ['FINE'] },
]
const DESK_PAGES: Omit<Shot, 'look'>[] = [
  { name: 'login', path: '/login', weather: ['FINE'] },
  ...['overview', 'members', 'purchases', 'stores', 'staff', 'rules', 'books', 'audit', 'settings'].map(name => ({
    name,
    path: `/${name}`,
    weather: (name === 'settings' ? ['FINE'] : ['FINE', 'SLOW', 'BROKEN']) as Weather[],
  })),
  { name: 'rules-new', path: '/rules?new=1', weather: ['FINE', 'BROKEN'] },
  { name: 'rules-editor', path: '/rules/purchase', weather: ['FINE', 'SLOW', 'BROKEN'] },
  { name: 'rules-none', path: '/rules?search=zzzz', weather: ['FINE'] },
  { name: 'simulator', path: '/simulator?rule=purchase', weather: ['FINE', 'SLOW', 'BROKEN'] },
  { name: 'products', path: '/products', weather: ['FINE', 'SLOW', 'BROKEN'] },
  { name: 'members-none', path: '/members?search=zzzz', weather: ['FINE'] },
]

async function main(wanted: string[]): Promise<void> {
  const world = await openWorld({ liveClock: true })
  const eyes = await Eyes.open()
  try {
    await world.get(Demo).seed(SEED)
    const member = await world.db.query<{ member_no: string }>('SELECT member_no FROM member ORDER BY id LIMIT 1')
    const store = await world.db.query<{ id: number }>('SELECT id FROM store ORDER BY id LIMIT 1')
    const table = await world.db.query<{ scene: string }>('SELECT scene FROM dining_table ORDER BY id LIMIT 1')
    const chosen = (shot: Shot) => wanted.length === 0 || wanted.some(name => shot.name.startsWith(name))
    const phone = [
      ...PHONE_PAGES,
      { name: 'table', path: `#/table/index?scene=${table[0]?.scene}`, device: DINER, weather: ['FINE'] as Weather[] },
    ]
    const desk = [
      ...DESK_PAGES,
      { name: 'member', path: `/members/${member[0]?.member_no}`, weather: ['FINE', 'SLOW', 'BROKEN'] as Weather[] },
      { name: 'tables', path: `/stores/${store[0]?.id}`, weather: ['FINE'] as Weather[] },
    ]
    for (const shot of phone.filter(chosen)) await photographPhone(world, eyes, shot)
    await photographDesk(world, eyes, desk.filter(chosen))
  } finally {
    await eyes.close()
    await world.close()
  }
}

async function photographPhone(world: World, eyes: Eyes, shot: Shot): Promise<void> {
  const url = `${world.url}/m/?device=${shot.device}${shot.path}`
  for (const weather of shot.weather ?? ['FINE']) {
    await once(eyes, {}, async visitor => {
      // What a phone remembers is part of the states: it has been here before, unless the weather is broken at once.
      if (weather === 'OFFLINE') await settle(visitor, url)
      await change(visitor, weather)
      await settle(visitor, url, weather === 'OFFLINE')
      await visitor.picture(`m-${shot.name}${weather === 'FINE' ? '' : `-${weather.toLowerCase()}`}`)
    })
  }
  await once(eyes, { dark: true }, async visitor => {
    await settle(visitor, url)
    await visitor.picture(`m-${shot.name}-dark`)
  })
  await once(eyes, {}, async visitor => {
    const kept = JSON.stringify({ data: { language: 'zh', textSize: 'HUGE' } })
    await visitor.page.addInitScript(
      ([key, value]) => localStorage.setItem(key!, value!),
      [`huitou:${shot.device}:preferences`, kept],
    )
    await settle(visitor, url)
    await visitor.picture(`m-${shot.name}-huge`)
  })
}

async function photographDesk(world: World, eyes: Eyes, shots: Shot[]): Promise<void> {
  if (shots.length === 0) return
  for (const look of [{ desk: true }, { desk: true, dark: true }] as Look[]) {
    await once(eyes, look, async visitor => {
      const { page } = visitor
      const login = shots.find(shot => shot.name === 'login')
      await page.goto(`${world.url}/console/login`)
      await page.waitForTimeout(SETTLE_MS)
      if (login) await visitor.picture(`c-login${look.dark ? '-dark' : ''}`)
      await page.locator('input').nth(0).fill('admin')
      await page.locator('input[type=password]').fill(PASSWORD)
      await page.keyboard.press('Enter')
      await page.waitForURL(address => !address.pathname.endsWith('/login'))
      for (const shot of shots.filter(other => other !== login)) {
        for (const weather of look.dark ? (['FINE'] as Weather[]) : (shot.weather ?? ['FINE'])) {
          await change(visitor, weather)
          await page.goto(`${world.url}/console${shot.path}`)
          await page.waitForTimeout(weather === 'BROKEN' ? SETTLE_MS * 5 : SETTLE_MS)
          await visitor.picture(
            `c-${shot.name}${weather === 'FINE' ? '' : `-${weather.toLowerCase()}`}${look.dark ? '-dark' : ''}`,
          )
          await change(visitor, 'FINE')
        }
      }
    })
  }
}

async function once(eyes: Eyes, look: Look, work: (visitor: Visitor) => Promise<void>): Promise<void> {
  const visitor = await eyes.visitor(look)
  try {
    await work(visitor)
  } finally {
    await visitor.context.close()
  }
}

async function settle({ page }: Visitor, url: string, again = false): Promise<void> {
  if (again) await page.reload().catch(() => undefined)
  else await page.goto(url)
  await page.waitForTimeout(SETTLE_MS)
}

/** Signing in always works, so that the states photographed are those of the page itself. */
async function change({ page }: Visitor, weather: Weather): Promise<void> {
  await page.unroute('**/api/**')
  if (weather === 'FINE') return
  await page.route('**/api/**', async route => {
    if (/sessions|\/me$|console\/me/.test(route.request().url()) && weather !== 'OFFLINE') return route.continue()
    if (weather === 'SLOW') return
    if (weather === 'OFFLINE') return route.abort('internetdisconnected')
    const body = {
      code: 'server.error',
      message: '系统出错了，积分没有受影响。请把错误编号告诉我们。',
      requestId: 'Xk3fPq9aLw2T',
    }
    await route.fulfill({ status: 500, contentType: 'application/json', body: JSON.stringify(body) })
  })
}

await main(process.argv.slice(2))
