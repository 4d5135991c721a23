import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { CallError, call } from './call.js'
import { closeSession, hasSession, openSession } from './session.js'

interface Sent {
  path: string
  token: string | null
  body: unknown
}
type Answer = [status: number, body: unknown] | 'unreachable'

/** A browser as far as calls need one: storage for the session, and a server that answers from a script. */
let sent: Sent[]
let answer: (request: Sent) => Answer

class Shelf implements Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  private readonly items = new Map<string, string>()
  getItem = (key: string) => this.items.get(key) ?? null
  setItem = (key: string, value: string) => void this.items.set(key, value)
  removeItem = (key: string) => void this.items.delete(key)
}

const before = { fetch: globalThis.fetch, navigator: globalThis.navigator }

beforeEach(() => {
  sent = []
  Object.assign(globalThis, { localStorage: new Shelf(), sessionStorage: new Shelf() })
  Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true })
  globalThis.fetch = (async (path: string, init: RequestInit) => {
    const headers = init.headers as Record<string, string>
    const request = {
      path,
      token: headers.authorization?.replace('Bearer ', '') ?? null,
      body: init.body ? JSON.parse(String(init.body)) : undefined,
    }
    sent.push(request)
    // Every call is on its way before the first is answered, as in a page that asks for several things at once.
    await new Promise(resolve => setTimeout(resolve, 5))
    const given = answer(request)
    if (given === 'unreachable') throw new TypeError('fetch failed')
    return Response.json(given[1], { status: given[0], headers: { 'x-request-id': 'req-1' } })
  }) as typeof fetch
})

afterEach(() => {
  closeSession('chosen')
  globalThis.fetch = before.fetch
  Object.defineProperty(globalThis, 'navigator', { value: before.navigator, configurable: true })
})

const tokens = (name: string) => ({
  accessToken: `access-${name}`,
  refreshToken: `refresh-${name}`,
  accessSeconds: 900,
})
const refusal = (code: string, status: number): Answer => [status, { code, message: code, requestId: 'req-9' }]
const caught = (promise: Promise<unknown>) => promise.catch((error: unknown) => error) as Promise<CallError>

test('five calls with an expired token renew the session once and all succeed', async () => {
  openSession(tokens('old'), false)
  answer = ({ path, token }) => {
    if (path.endsWith('/refresh')) return [200, tokens('new')]
    return token === 'access-new' ? [200, { items: [] }] : refusal('session.expired', 401)
  }
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => call('GET /console/stores')))
  expect(answers).toHaveLength(5)
  expect(sent.filter(one => one.path.endsWith('/refresh'))).toEqual([
    { path: '/api/console/sessions/refresh', token: null, body: { refreshToken: 'refresh-old' } },
  ])
  expect(localStorage.getItem('huitou.console.refresh')).toBeNull()
  expect(sessionStorage.getItem('huitou.console.refresh')).toBe('refresh-new')
})

test('a page opened anew renews first instead of asking without a token', async () => {
  localStorage.setItem('huitou.console.refresh', 'refresh-kept')
  closeAccessOnly()
  answer = ({ path }) => (path.endsWith('/refresh') ? [200, tokens('new')] : [200, { items: [] }])
  await call('GET /console/stores')
  expect(sent.map(one => one.path)).toEqual(['/api/console/sessions/refresh', '/api/console/stores'])
  expect(localStorage.getItem('huitou.console.refresh')).toBe('refresh-new')
})

test('a session the server will not renew is over', async () => {
  openSession(tokens('old'), true)
  answer = ({ path }) => refusal(path.endsWith('/refresh') ? 'session.invalid' : 'session.expired', 401)
  expect((await caught(call('GET /console/stores'))).code).toBe('session.invalid')
  expect(hasSession()).toBe(false)
})

test.each<[string, Answer, string]>([
  ['no network', 'unreachable', 'network.unreachable'],
  ['a busy server', refusal('server.busy', 503), 'server.busy'],
  ['too many requests', refusal('rate.limited', 429), 'rate.limited'],
])('%s while renewing leaves the session as it is', async (_, renewal, code) => {
  openSession(tokens('old'), false)
  answer = ({ path }) => (path.endsWith('/refresh') ? renewal : refusal('session.expired', 401))
  expect((await caught(call('GET /console/stores'))).code).toBe(code)
  expect(hasSession()).toBe(true)
})

test('a wrong password is told and renews nothing', async () => {
  openSession(tokens('old'), false)
  answer = () => refusal('operator.credentials', 401)
  const error = await caught(call('POST /console/password', { body: { current: 'a', next: 'a longer sentence' } }))
  expect(error).toMatchObject({ code: 'operator.credentials', status: 401, requestId: 'req-9', passing: false })
  expect(sent).toHaveLength(1)
})

test('an answer that is no refusal of ours still carries the number to quote', async () => {
  answer = () => [502, '<html>bad gateway</html>']
  const error = await caught(call('GET /programme'))
  expect(error).toMatchObject({ code: 'server.busy', requestId: 'req-1', passing: true })
})

/** What a reload does: the access token was only in memory. */
function closeAccessOnly() {
  const kept = localStorage.getItem('huitou.console.refresh')
  closeSession('chosen')
  if (kept) localStorage.setItem('huitou.console.refresh', kept)
}
