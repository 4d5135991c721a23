import { readFileSync } from 'node:fs'
import type { SimAnswer, SimRequest } from './sim-http.js'
import { jsonAnswer } from './sim-http.js'
import type { SimUser } from './user-book.js'
import type { WechatWorld } from './wechat-world.js'

const maxPeople = 60

const file = (name: string) => readFileSync(new URL(`./phone/${name}`, import.meta.url), 'utf8')
const files = new Map([
  ['/phone', { contentType: 'text/html; charset=utf-8', body: file('phone.html') }],
  ['/phone/phone.css', { contentType: 'text/css; charset=utf-8', body: file('phone.css') }],
  ['/phone/phone.js', { contentType: 'text/javascript; charset=utf-8', body: file('phone.js') }],
])
// Whatever a message says, the page runs its own script only, and talks to this simulator only.
const headers = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
}

export function isPhonePath(path: string): boolean {
  return path === '/phone' || path.startsWith('/phone/')
}

/** The page that shows what WeChat would have shown somebody, and its feed. It only reads: taps go to the control plane. */
export function phonePage(world: WechatWorld): (request: SimRequest) => SimAnswer {
  return request => {
    const found = files.get(request.path)
    if (found !== undefined) return { status: 200, headers, ...found }
    if (request.path === '/phone/people') return jsonAnswer({ people: people(world) }, { headers })
    if (request.path === '/phone/feed') return feed(world, request.query)
    return { status: 404, contentType: 'text/plain', body: 'no such page', headers }
  }
}

function feed(world: WechatWorld, query: URLSearchParams): SimAnswer {
  const device = query.get('device') ?? ''
  const named = query.get('openid') ?? ''
  const openid = /^[\w-]{8,64}$/.test(device) ? world.users.ofDevice(world.appId, device).openid : named
  if (!world.users.has(openid)) return jsonAnswer({ error: 'no such user' }, { status: 404, headers })
  const account = world.account.find(world.account.openidOf(openid))
  const body = {
    me: shown(world.users.get(openid)),
    now: world.clock.now(),
    cards: world.phone.cards(openid),
    messagesOn: world.grants.isOn(openid),
    following: account?.following ?? false,
    templates: [...titles(world)].map(([id, title]) => ({ id, title, ...world.grants.of(openid, id) })),
  }
  return jsonAnswer(body, { headers })
}

/** The templates a phone knows of. */
function titles(world: WechatWorld): Map<string, string> {
  return new Map(world.templates.list().map(template => [template.id, template.title]))
}

/** Those with something to read first, then whoever came last. */
function people(world: WechatWorld): object[] {
  const reading = world.phone.people(maxPeople).filter(openid => world.users.has(openid))
  const others = world.users.latest(maxPeople).map(user => user.openid)
  const openids = [...new Set([...reading, ...others])].slice(0, maxPeople)
  return openids.map(openid => ({
    ...shown(world.users.get(openid)),
    cards: world.phone.cards(openid).length,
    latest: world.phone.cards(openid)[0]?.title ?? null,
  }))
}

function shown({ openid, nickname, phone }: SimUser): object {
  return { openid, nickname, phone: `${phone.slice(0, 3)}****${phone.slice(-4)}` }
}
