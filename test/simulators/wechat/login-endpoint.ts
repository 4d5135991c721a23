import { checkApp, type Endpoint, refuse, succeed } from './api-answers.js'
import type { SimAnswer, SimRequest } from './sim-http.js'
import type { WechatWorld } from './wechat-world.js'

const path = '/sns/jscode2session'

/** `GET /sns/jscode2session`: a login code for openid, session_key and, when the app is bound, unionid. */
export function loginEndpoint(world: WechatWorld): Endpoint {
  return { path, answer: request => codeToSession(world, request) }
}

function codeToSession(world: WechatWorld, request: SimRequest): SimAnswer {
  // A POST puts its parameters where this endpoint does not look, hence the odd complaint.
  const query = request.method === 'GET' ? request.query : new URLSearchParams()
  const credentials = checkApp(world, { appid: query.get('appid'), secret: query.get('secret') })
  if (credentials !== 0) return refuse(world, path, credentials)
  const value = query.get('js_code')
  if (!value) return refuse(world, path, 41008)
  if (query.get('grant_type') !== 'authorization_code') return refuse(world, path, 40002)
  const code = world.codes.inspect('login', value, world.appId)
  if (code === 'used') return refuse(world, path, 40163)
  if (typeof code === 'string') return refuse(world, path, 40029)
  const user = world.users.get(code.openid)
  if (user.blocked) return refuse(world, path, 40226)
  if (!world.quotas.minute.take(`login ${user.openid}`, world.settings.loginsPerUserPerMinute)) {
    return refuse(world, path, 45011)
  }
  world.codes.use(code)
  world.checks.visit(user.openid)
  const unionid = world.settings.openPlatformBound && user.unionid !== null ? { unionid: user.unionid } : {}
  const body = { session_key: code.sessionKey, openid: user.openid, ...unionid }
  return succeed(world, path, { usually: 'absent', body })
}
