import { api, type Route } from '@huitou/shared/api'
import { wireOf } from '@huitou/shared/client'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openWorld, type World } from '../world.js'
import { type Actor, type House, makeHouse, makeStrangers } from './actors.js'
import type { Aim } from './aim.js'
import { type Aims, aimAtAna } from './aims.js'
import { refusalAtTheDoor } from './expected-access.js'
import {
  admissionOf,
  asJson,
  bearer,
  closeRaw,
  keepsPromise,
  type RawAnswer,
  refusalIn,
  sendRaw,
} from './raw-request.js'

// Goal: 100 % of the routes are tried by everybody who might call them; 0 foreign reads, 0 foreign writes, 0 × 5xx.
const routes = Object.keys(api) as Route[]
/** These end the caller's own session, so they come last; the token is worth nothing afterwards. */
const LAST: Route[] = ['DELETE /session', 'DELETE /console/session']
const inOrder = [...routes.filter(route => !LAST.includes(route)), ...LAST]

let world: World
let house: House
let aims: Aims
let strangers: Actor[]
beforeAll(async () => {
  world = await openWorld()
  house = await makeHouse(world)
  aims = await aimAtAna(world, house)
  strangers = await makeStrangers(world, house)
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  closeRaw()
  await world.close()
})

function send(route: Route, actor: Actor): Promise<RawAnswer> {
  const { method, path, body } = wireOf(route, aims.aims[route].request() as never)
  const text = body === undefined ? undefined : JSON.stringify(body)
  const admission = admissionOf(route, actor, { method, path, body: text, now: world.clock.now() })
  const headers = { ...admission, ...(text === undefined ? {} : asJson) }
  return sendRaw(world.url, { method, path, headers, body: text })
}

/** Sends one aimed request and answers what was wrong with what came back; null when nothing was. */
async function wrongWith(actor: Actor, route: Route, met: (aim: Aim) => string[]): Promise<string | null> {
  const answer = await send(route, actor)
  const door = refusalAtTheDoor(actor.standing, route)
  const owed = door ? [door] : met(aims.aims[route])
  const got = answer.status === 200 ? 'an answer' : refusalIn(answer).code
  const fits = owed.length === 0 ? got === 'an answer' : owed.includes(got) || isOwnCard(actor, route, got)
  if (!fits) return `${actor.name} at ${route}: ${got}, owed ${owed.join(' or ') || 'an answer'}`
  if (answer.status === 200) {
    keepsPromise(route, answer)
    if (LAST.includes(route)) actor.standing = { as: 'bad', code: 'session.invalid' }
  }
  const mayReadOfAna = !strangers.includes(actor) || actor.name.startsWith('an operator')
  const leaked = mayReadOfAna ? undefined : aims.marks.secrets.find(secret => answer.text.includes(secret))
  return leaked ? `${actor.name} at ${route}: reads ${leaked}` : null
}

/** Who is a member already is not enrolled again, whatever phone code comes along. */
function isOwnCard(actor: Actor, route: Route, got: string): boolean {
  return route === 'POST /enrolments' && got === 'an answer' && 'member' in actor.standing && actor.standing.member
}

/** Everything of ana that a stranger could have changed. */
async function stateOfAna(): Promise<unknown> {
  const { ana } = house
  const [card, entries, consents, visit] = await Promise.all([
    ana.call('GET /member/card'),
    ana.call('GET /member/entries'),
    ana.call('GET /member/consents'),
    ana.call('GET /member/table-visit'),
  ])
  const bill = await world.as(house.waiter.token)('GET /staff/bills/:billNo', {
    params: { billNo: aims.marks.billNo },
  })
  return { card, entries, consents, seated: visit.visit?.table, bill }
}

describe('every route, everybody', () => {
  test('every route of the contract is aimed at', () => {
    expect(Object.keys(aims.aims).sort()).toEqual([...routes].sort())
    expect(strangers.length).toBeGreaterThanOrEqual(20)
  })

  test('strangers meet the refusal they are owed, read nothing of ana, and change nothing of hers', async () => {
    const before = await stateOfAna()
    const wrong: string[] = []
    for (const route of inOrder) {
      const found = await Promise.all(strangers.map(actor => wrongWith(actor, route, aim => aim.strangers)))
      wrong.push(...found.filter(problem => problem !== null))
    }
    expect(wrong).toEqual([])
    expect(await stateOfAna()).toEqual(before)
    // Five thousand requests and more, on a machine that may be busy.
  }, 240_000)

  test('ana, her waiter and her till get through to what is theirs', async () => {
    const insiders: Actor[] = [
      { name: 'ana', token: house.ana.token, standing: { as: 'person', member: true, staff: 'none' } },
      house.waiter,
      house.till,
    ]
    const wrong: string[] = []
    for (const route of inOrder) {
      for (const actor of insiders) {
        const problem = await wrongWith(actor, route, aim => aim.house)
        if (problem) wrong.push(problem)
      }
    }
    expect(wrong).toEqual([])
  })
})

describe('ways around the door', () => {
  const door = { method: 'GET', path: '/member/card' }

  test.each<[string, Record<string, string>]>([
    ['no scheme', { authorization: 'token' }],
    ['another scheme', { authorization: 'Basic YW5hOmFuYQ==' }],
    ['a scheme and nothing', { authorization: 'Bearer ' }],
    ['a token of a kilobyte', { authorization: `Bearer ${'a'.repeat(1001)}` }],
    ['a token in a cookie', { cookie: 'authorization=Bearer x' }],
  ])('%s is no session', async (_, headers) => {
    expect(refusalIn(await sendRaw(world.url, { ...door, headers })).code).toBe('session.missing')
  })

  test('who somebody is comes from the session, never from headers, query or body', async () => {
    const bo = await world.member()
    const headers = { ...bearer(bo.token), 'x-member-id': String(house.ana.id), 'x-original-url': '/api/console/me' }
    const query = `?memberId=${house.ana.id}&memberNo=${house.ana.memberNo}`
    const card = await sendRaw(world.url, { ...door, path: door.path + query, headers })
    expect(JSON.parse(card.text)).toMatchObject({ memberNo: bo.memberNo })
    const body = JSON.stringify({
      purpose: 'MARKETING',
      version: '2026-11',
      granted: true,
      memberId: house.ana.id,
      member_id: house.ana.id,
    })
    await sendRaw(world.url, {
      method: 'POST',
      path: '/member/consents',
      headers: { ...bearer(bo.token), ...asJson },
      body,
    })
    const [row] = await world.db.query<{ member_id: number }>(
      "SELECT member_id FROM consent WHERE purpose = 'MARKETING' ORDER BY id DESC LIMIT 1",
    )
    expect(row?.member_id).toBe(bo.id)
  })

  test('a HEAD asks for a session as its GET does', async () => {
    expect((await sendRaw(world.url, { method: 'HEAD', path: '/member/card' })).status).toBe(401)
    expect((await sendRaw(world.url, { method: 'HEAD', path: '/console/members' })).status).toBe(401)
  })

  test.each(['TRACE', 'PUT', 'PATCH', 'OPTIONS', 'PROPFIND'])('%s leads nowhere', async method => {
    const answer = await sendRaw(world.url, { method, path: '/member/card', headers: bearer(house.ana.token) })
    expect(answer.status).toBe(404)
    expect(answer.text).not.toContain(house.ana.memberNo)
  })

  test.each(['//member/card', '/member/card/', '/member/./card', '/Member/Card', '/member%2Fcard', '/member/card;x=1'])(
    '%s is no second way to the card',
    async path => {
      expect([401, 404]).toContain((await sendRaw(world.url, { method: 'GET', path })).status)
    },
  )
})
