import { type Endpoint, findApp, readJsonPost, refuse, succeed } from './api-answers.js'
import type { SimAnswer, SimRequest } from './sim-http.js'
import type { WechatWorld } from './wechat-world.js'

const plainPath = '/cgi-bin/token'
const stablePath = '/cgi-bin/stable_token'

/** The two ways to an access token. The client must use the stable one; the old one is here to prove their isolation. */
export function tokenEndpoints(world: WechatWorld): Endpoint[] {
  return [
    { path: plainPath, answer: request => plainToken(world, request) },
    { path: stablePath, answer: request => stableToken(world, request) },
  ]
}

function plainToken(world: WechatWorld, request: SimRequest): SimAnswer {
  if (request.method !== 'GET') return refuse(world, plainPath, 43001)
  const { query } = request
  if (query.get('grant_type') !== 'client_credential') return refuse(world, plainPath, 40002)
  const desk = findApp(world, { appid: query.get('appid'), secret: query.get('secret') })
  if (typeof desk === 'number') return refuse(world, plainPath, desk)
  if (!world.quotas.day.take('plain token', world.settings.plainCallsPerDay)) return refuse(world, plainPath, 45009)
  return told(world, plainPath, desk.plain())
}

function stableToken(world: WechatWorld, request: SimRequest): SimAnswer {
  const body = readJsonPost(request)
  if (typeof body === 'number') return refuse(world, stablePath, body)
  if (body.grant_type !== 'client_credential') return refuse(world, stablePath, 40002)
  const desk = findApp(world, { appid: body.appid, secret: body.secret })
  if (typeof desk === 'number') return refuse(world, stablePath, desk)
  const { minute, day } = world.quotas
  if (!minute.take('stable token', world.settings.stableCallsPerMinute)) return refuse(world, stablePath, 45011)
  if (!day.take('stable token', world.settings.stableCallsPerDay)) return refuse(world, stablePath, 45009)
  return told(world, stablePath, body.force_refresh === true ? desk.stableForced() : desk.stable())
}

function told(world: WechatWorld, path: string, token: { value: string; expiresIn: number }): SimAnswer {
  const body = { access_token: token.value, expires_in: token.expiresIn }
  return succeed(world, path, { usually: 'absent', body })
}
