import { randomBytes } from 'node:crypto'
import { jsonAnswer, type SimAnswer, type SimRequest } from './sim-http.js'
import type { WechatWorld } from './wechat-world.js'

/** One address of api.weixin.qq.com. It sees every method: WeChat answers a wrong one with an errcode, not a 405. */
export type Endpoint = { path: string; answer(request: SimRequest): SimAnswer }

const messages: Readonly<Record<number, string>> = {
  [-1]: 'system error',
  40001:
    'invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r',
  40002: 'invalid grant_type',
  40013: 'invalid appid',
  40014: 'invalid access_token',
  40029: 'invalid code',
  40066: 'invalid url',
  40125: 'invalid appsecret',
  40163: 'code been used',
  40164: 'invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist',
  40226: 'code blocked',
  41001: 'access_token missing',
  41002: 'appid missing',
  41004: 'appsecret missing',
  41008: 'missing code',
  42001: 'access_token expired',
  43001: 'require GET method',
  43002: 'require POST method',
  44002: 'empty post data',
  45009: 'reach max api daily quota limit',
  45011: 'api minute-quota reach limit  mustslower  retry next minute',
  47001: 'data format error',
}

/** WeChat's request id: three groups of eight hex digits, the first of them the second it was made in. */
function requestId(world: WechatWorld): string {
  const random = randomBytes(8).toString('hex')
  return `${world.clock.seconds().toString(16).padStart(8, '0')}-${random.slice(0, 8)}-${random.slice(8)}`
}

/** A refusal as WeChat words it: HTTP 200, the errcode, and a message ending in the request id. */
export function refuse(world: WechatWorld, path: string, errcode: number): SimAnswer {
  const message = messages[errcode] ?? 'unknown error'
  const hint = path.startsWith('/wxa/') && errcode === 40029 ? ` hint: [${randomBytes(8).toString('hex')}]` : ''
  const comma = path.startsWith('/sns/') ? ',' : ''
  const errmsg = `${message}${hint}${comma} rid: ${requestId(world)}`
  return jsonAnswer({ errcode, errmsg }, { errcode, contentType: contentTypeOf(path) })
}

/** A success. `usually` is whether this endpoint's sample carries `errcode: 0`; the settings can turn that around. */
export function succeed(
  world: WechatWorld,
  path: string,
  facts: { usually: 'absent' | 'zero'; body: object },
): SimAnswer {
  const { successErrcode } = world.settings
  const told = successErrcode === 'usual' ? facts.usually : successErrcode
  const body = told === 'zero' ? { errcode: 0, errmsg: 'ok', ...facts.body } : facts.body
  return jsonAnswer(body, { errcode: 0, contentType: contentTypeOf(path) })
}

/** The app's credentials, in WeChat's order of complaints; 0 when they are right. */
export function checkApp(world: WechatWorld, given: { appid: unknown; secret: unknown }): number {
  if (!given.appid) return 41002
  if (!given.secret) return 41004
  if (given.appid !== world.appId) return 40013
  return given.secret === world.appSecret ? 0 : 40125
}

/** The body of a POST that takes JSON only, or the errcode of what is wrong with it. */
export function readJsonPost(request: SimRequest): Record<string, unknown> | number {
  if (request.method !== 'POST') return 43002
  if (request.body.length === 0) return 44002
  try {
    const parsed: unknown = JSON.parse(request.body.toString('utf8'))
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : 47001
  } catch {
    return 47001
  }
}

/** 0 when the query carries an access token that works now, else the errcode. */
export function checkToken(world: WechatWorld, request: SimRequest): number {
  const token = request.query.get('access_token')
  return token ? world.tokens.check(token) : 41001
}

/** jscode2session answers its JSON as text/plain; nobody knows why. */
function contentTypeOf(path: string): string {
  return path === '/sns/jscode2session' ? 'text/plain' : 'application/json; encoding=utf-8'
}
