import { randomBytes } from 'node:crypto'
import { jsonAnswer, type SimAnswer, type SimRequest } from './sim-http.js'
import type { TokenDesk } from './token-desk.js'
import type { WechatWorld } from './wechat-world.js'

/** One address of api.weixin.qq.com. It sees every method: WeChat answers a wrong one with an errcode, not a 405. */
export type Endpoint = { path: string; answer(request: SimRequest): SimAnswer }

const messages: Readonly<Record<number, string>> = {
  [-1]: 'system error',
  40001:
    'invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r',
  40002: 'invalid grant_type',
  40003: 'invalid openid',
  40013: 'invalid appid',
  40014: 'invalid access_token',
  40029: 'invalid code',
  40037: 'invalid template_id',
  40066: 'invalid url',
  40097: 'invalid args',
  40125: 'invalid appsecret',
  40129: 'invalid scene',
  40163: 'code been used',
  40164: 'invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist',
  40165: 'invalid weapp pagepath',
  40169: 'invalid length for scene, or the data is not json string',
  40212: 'invalid query',
  40226: 'code blocked',
  41001: 'access_token missing',
  41002: 'appid missing',
  41004: 'appsecret missing',
  41008: 'missing code',
  41030: 'invalid page',
  42001: 'access_token expired',
  43001: 'require GET method',
  43002: 'require POST method',
  43004: 'require subscribe',
  43101: 'user refuse to accept the msg',
  43104: 'appid and openid not match',
  44002: 'empty post data',
  45009: 'reach max api daily quota limit',
  45011: 'api minute-quota reach limit  mustslower  retry next minute',
  45109: 'this api is not available',
  47001: 'data format error',
  47003: 'argument invalid!',
  61010: 'code is expired',
  85079: 'miniprogram has no online release',
  85400: 'generate url link reach limit',
  85401: 'invalid expire time',
  85402: 'invalid env_version',
  10060004: '支付单处于不可发货的状态',
}

/** WeChat's request id: three groups of eight hex digits, the first of them the second it was made in. */
function requestId(world: WechatWorld): string {
  const random = randomBytes(8).toString('hex')
  return `${world.clock.seconds().toString(16).padStart(8, '0')}-${random.slice(0, 8)}-${random.slice(8)}`
}

/**
 * A refusal as WeChat words it: HTTP 200, the errcode, and a message ending in the request id. `said` takes the place
 * of the usual message, where WeChat names what was wrong.
 */
export function refuse(world: WechatWorld, path: string, errcode: number, said?: string): SimAnswer {
  const message = said ?? messages[errcode] ?? 'unknown error'
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

type Credentials = { appid: unknown; secret: unknown }

/** The mini-program's credentials, in WeChat's order of complaints; 0 when they are right. */
export function checkApp(world: WechatWorld, given: Credentials): number {
  const found = findApp(world, given)
  if (typeof found === 'number') return found
  return found === world.tokens ? 0 : 40013
}

/** The tokens of the app or account whose credentials these are, or the errcode of what is wrong with them. */
export function findApp(world: WechatWorld, given: Credentials): TokenDesk | number {
  if (!given.appid) return 41002
  if (!given.secret) return 41004
  const known = [world, world.account].find(app => app.appId === given.appid)
  if (known === undefined) return 40013
  return given.secret === known.appSecret ? known.tokens : 40125
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

/** 0 when the query carries an access token that works now, else the errcode. `desk` is whose token it has to be. */
export function checkToken(world: WechatWorld, request: SimRequest, desk: TokenDesk = world.tokens): number {
  const token = request.query.get('access_token')
  return token ? desk.check(token) : 41001
}

type Tokened = { world: WechatWorld; path: string; request: SimRequest; desk?: TokenDesk }

/** What nearly every endpoint begins with: a working token and a JSON body, else the refusal. */
export function withBody({ world, path, request, desk }: Tokened, answer: (body: Body) => SimAnswer): SimAnswer {
  const token = checkToken(world, request, desk)
  if (token !== 0) return refuse(world, path, token)
  const body = readJsonPost(request)
  return typeof body === 'number' ? refuse(world, path, body) : answer(body)
}

/** A parsed JSON body, of which nothing is known yet. */
export type Body = Record<string, unknown>

/** jscode2session answers its JSON as text/plain; nobody knows why. */
function contentTypeOf(path: string): string {
  return path === '/sns/jscode2session' ? 'text/plain' : 'application/json; encoding=utf-8'
}
