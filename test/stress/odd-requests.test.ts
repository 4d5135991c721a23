import { api, type Route } from '@huitou/shared/api'
import { wireOf } from '@huitou/shared/client'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { News } from '../../server/src/statements/news.service.js'
import { VerificationNews } from '../../server/src/verifications/verification-news.service.js'
import { openWorld, type World } from '../world.js'
import { type House, makeHouse } from './actors.js'
import { type Aims, aimAtAna } from './aims.js'
import { thingsThatExist } from './known-things.js'
import type { Meant } from './meant.js'
import { meantRequests } from './meant-requests.js'
import { nastyTokens, oddHeaders, requestsTo } from './odd-requests.js'
import {
  admissionOf,
  asJson,
  bearer,
  closeRaw,
  keepsPromise,
  lineOf,
  type RawRequest,
  refusalIn,
  sendRaw,
} from './raw-request.js'
import type { Known } from './schema-values.js'

// Goal: whatever arrives, the answer is the promised reply or a refusal of ours; never a 5xx, and the books balance.
// Method: requests generated from the contract, bent and raw ones among them. FUZZ_SEED and FUZZ_RUNS try others;
// a failure prints its seed and the smallest request that shows it.
const seed = Number(process.env.FUZZ_SEED ?? 20_261_122)
const runs = Number(process.env.FUZZ_RUNS ?? 40)
/** Each of these hashes a password, draws a sheet or reads the whole ledger. */
const SLOW = new Map<Route, number>([
  ['POST /console/sessions', 4],
  ['POST /console/password', 4],
  ['GET /console/stores/:id/table-codes', 12],
  ['GET /console/books', 4],
])
/** What no generated request can know: codes of WeChat, passwords, tokens, invitations. */
const TAKES_A_SECRET: Route[] = [
  'POST /sessions',
  'POST /sessions/refresh',
  'POST /console/sessions',
  'POST /enrolments',
  'POST /staff/bindings',
  'POST /console/sessions/refresh',
  'POST /console/password',
  'PUT /console/totp',
]
const routes = Object.keys(api) as Route[]
/** Answered only in a certain state or to a certain person, so that a refusal for that reason is as far as one gets. */
const TAKES_A_MOMENT: Route[] = [
  'POST /member/tier/buy-backs',
  'POST /console/tiers/versions',
  'POST /console/rules/:code/versions',
  'POST /console/rules/:code/pauses',
  'POST /console/rules/:code/withdrawals',
  'POST /console/adjustments/:id/decisions',
  'PUT /console/rules/:code/draft',
  'POST /console/earning-settings/versions',
  'POST /console/members/:memberNo/awards',
]
/** Something for every place in a path. */
const ANYTHING = {
  billNo: 'B',
  id: '1',
  memberNo: '1',
  entryNo: '1',
  scene: 'a',
  code: 'a',
  month: '2026-01',
  token: 'a',
  kind: 'NEWS',
  channel: 'INBOX',
  day: '2026-01-01',
  key: 'a',
  scanId: 'a',
  requestId: 'request-1',
}

let world: World
let house: House
let aims: Aims
let known: Known
let meant: Meant
let tokens: Record<(typeof api)[Route]['audience'], string | undefined>
let waking: NodeJS.Timeout
beforeAll(async () => {
  world = await openWorld({ pay: true })
  house = await makeHouse(world)
  aims = await aimAtAna(world, house)
  tokens = await tokensOf()
  known = await thingsThatExist({ world, house, aims, consoleToken: tokens.console })
  meant = await meantRequests(world, house, known.scene as string[])
  // Nobody waits for news here: what would, is told at once that there are none.
  waking = setInterval(() => {
    world.get(News).release()
    world.get(VerificationNews).release()
  }, 20)
})
afterAll(async () => {
  clearInterval(waking)
  expect(await world.books()).toEqual({})
  closeRaw()
  await world.close()
})

async function tokensOf() {
  const [guest, operator] = [await world.guest(), await world.operator('ADMIN')]
  return {
    public: undefined,
    identity: guest.token,
    member: house.ana.token,
    staff: house.waiter.token,
    pos: house.till.token,
    console: operator.token,
  }
}

/** An id is of what the path names. */
function knownAt(route: Route): Known {
  const kinds = ['table', 'staff', 'store', 'backtest', 'adjustment', 'operator', 'pos-key'] as const
  const of = kinds.find(kind => new RegExp(`/${kind}s?/:id`).test(route))
  if (route.includes('/rules/:code')) return { ...known, code: known.rule! }
  return of ? { ...known, id: known[of]! } : known
}

/** Sends a request and checks whatever comes back; answers the status. */
async function holds(route: Route, request: RawRequest): Promise<number> {
  const answer = await sendRaw(world.url, request)
  expect(answer.status).toBeLessThan(500)
  if (answer.status !== 200) refusalIn(answer)
  else if (request.method !== 'HEAD') keepsPromise(route, answer)
  return answer.status
}

/** Signing out ends the session it comes with, so each such request comes with a new one; and ana stays at her table. */
async function tokenFor(route: Route): Promise<string | undefined> {
  if (route === 'DELETE /session') return (await world.guest()).token
  if (route === 'DELETE /member/table-visit') return (await world.member()).token
  if (route === 'DELETE /console/session') return (await world.operator('AUDITOR')).token
  return tokens[api[route].audience]
}

describe('odd requests', () => {
  const seen = new Map<Route, Set<number>>()

  test.each(routes.map(route => [route]))('%s', async route => {
    const statuses = new Set<number>()
    seen.set(route, statuses)
    const signsOut = route.startsWith('DELETE') && route.endsWith('/session')
    const numRuns = Math.min(SLOW.get(route) ?? runs, signsOut ? 6 : runs)
    const property = fc.asyncProperty(
      requestsTo(route, knownAt(route), meant[route]),
      oddHeaders,
      async (request, odd) => {
        const by = { token: await tokenFor(route), till: house.till.till }
        const admission = admissionOf(route, by, { ...request, now: world.clock.now() })
        const headers = { ...odd, ...request.headers, ...admission }
        statuses.add(await holds(route, { ...request, headers }))
      },
    )
    await fc.assert(property, {
      seed,
      numRuns,
      endOnFailure: false,
      interruptAfterTimeLimit: 40_000,
      markInterruptAsFailure: true,
    })
  })

  test('the requests were worth it: all but what takes a secret was answered, and all that reads was refused', () => {
    const open = routes.filter(route => !TAKES_A_SECRET.includes(route))
    const reached = (route: Route) =>
      seen.get(route)?.has(200) || (TAKES_A_MOMENT.includes(route) && seen.get(route)?.has(409))
    expect(open.filter(route => !reached(route))).toEqual([])
    const neverRefused = routes.filter(route => !SLOW.has(route) && 'body' in api[route] && !seen.get(route)?.has(400))
    expect(neverRefused).toEqual([])
  })
})

describe('the same oddities at the door', () => {
  test('no token, however odd, opens anything or breaks anything', async () => {
    const property = fc.asyncProperty(
      fc.constantFrom(...routes),
      fc.constantFrom(...nastyTokens),
      async (route, token) => {
        const { method, path } = lineOf(route, ANYTHING)
        const answer = await sendRaw(world.url, { method, path, headers: { authorization: `Bearer ${token}` } })
        if (api[route].audience === 'public') return void expect(answer.status).toBeLessThan(500)
        expect(answer.status).toBe(401)
        refusalIn(answer)
      },
    )
    await fc.assert(property, { seed, numRuns: runs * 3 })
  })
})

describe('amounts', () => {
  test.each([0, -0, -1, 0.1, 88.5, 1e-9, 1e21, 2 ** 53, 1e308])(
    'a bill of %p fen is refused and nothing is written',
    async paidFen => {
      const count = async () => (await world.db.query<{ n: number }>('SELECT COUNT(*) AS n FROM purchase'))[0]!.n
      const before = await count()
      for (const route of ['POST /staff/bills', 'POST /pos/bills'] as const) {
        const { method, path, body } = wireOf(route, { body: { billNo: 'ODD-1', paidFen } })
        const headers = { ...asJson, ...bearer(tokens[api[route].audience]) }
        const answer = await sendRaw(world.url, { method, path, headers, body: JSON.stringify(body) })
        expect(['bill.amount_invalid', 'bill.amount_too_large']).toContain(refusalIn(answer).code)
      }
      expect(await count()).toBe(before)
    },
  )
})

describe('cursors', () => {
  const lists = routes.filter(route => route.startsWith('GET') && 'query' in api[route] && 'cursor' in shapeOf(route))

  test.each(lists.map(route => [route]))('%s takes any cursor for what it is: a place, or nonsense', async route => {
    const odd = [
      '0',
      '-1',
      '1.5',
      'NaN',
      'Infinity',
      '1e400',
      'abc',
      '0x10',
      '9'.repeat(64),
      "1' OR '1'='1",
      '\u0000',
      '٣',
    ]
    for (const cursor of odd) {
      const { method, path } = lineOf(route, { memberNo: house.ana.memberNo })
      const request = { method, path: `${path}?cursor=${encodeURIComponent(cursor)}` }
      const by = { token: tokens[api[route].audience], till: house.till.till }
      await holds(route, { ...request, headers: admissionOf(route, by, { ...request, now: world.clock.now() }) })
    }
  })
})

function shapeOf(route: Route): object {
  const endpoint = api[route]
  return 'query' in endpoint && 'shape' in endpoint.query ? endpoint.query.shape : {}
}
