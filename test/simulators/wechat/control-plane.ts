import { z } from 'zod'
import { Device, orderOf, type Route } from './control-route.js'
import { Fault } from './fault-board.js'
import { messageRoutes } from './message-routes.js'
import { jsonAnswer, type SimAnswer, type SimRequest } from './sim-http.js'
import { SimRefusal } from './sim-refusal.js'
import { SimUser } from './user-book.js'
import type { WechatControl } from './wechat-control.js'
import { Settings } from './wechat-world.js'

const prefix = '/__sim/'

const Issue = z.strictObject({ openid: z.string(), appId: z.string().min(1).max(64).optional() })
const Page = z.object({ limit: z.coerce.number().int().min(1).max(1000).default(100), after: z.string().optional() })
const TokenOrder = z.strictObject({ kind: z.enum(['plain', 'stable']), action: z.enum(['expire', 'rotate', 'revoke']) })
const Panel = Device.extend({
  templateIds: z.array(z.string().min(1).max(64)).max(10),
  answers: z.record(z.string(), z.enum(['accept', 'reject'])).optional(),
  always: z.boolean().optional(),
})
const LogQuery = z.object({ path: z.string().optional() })

/** What a browser may call from any page: `wx.login`, the phone button and the panel about messages on that browser. */
const browserPaths = new Set(['login', 'number', 'subscribe'].map(name => `${prefix}phone/${name}`))
const cors = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers': 'content-type',
  'access-control-max-age': '600',
}

export function isControlPath(path: string): boolean {
  return path.startsWith(prefix)
}

/** Answers `/__sim/…`: 200 with JSON, 400 for a bad order, 404, 409 for a refusal, 415 for a POST that is not JSON. */
export function controlPlane(control: WechatControl): (request: SimRequest) => SimAnswer {
  const routes = routesOf(control)
  return request => {
    const open = browserPaths.has(request.path) ? { headers: cors } : {}
    if (open.headers && request.method === 'OPTIONS') return { ...jsonAnswer({}), ...open }
    return { ...run(routes.get(`${request.method} ${request.path}`), request), ...open }
  }
}

function run(route: Route | undefined, request: SimRequest): SimAnswer {
  if (route === undefined) return problem(404, 'no such route')
  // Asking for this type makes a browser preflight, so a stranger's page cannot reach the rest of the control plane.
  if (request.method === 'POST' && !request.contentType.startsWith('application/json')) return problem(415, 'send JSON')
  try {
    return jsonAnswer(route(request), { contentType: 'application/json' })
  } catch (error) {
    if (error instanceof SimRefusal || error instanceof RangeError) return problem(409, error.message)
    if (error instanceof z.ZodError) return problem(400, z.prettifyError(error))
    if (error instanceof SyntaxError) return problem(400, 'not JSON')
    throw error
  }
}

function problem(status: number, message: string): SimAnswer {
  return jsonAnswer({ error: message }, { status, contentType: 'application/json' })
}

function routesOf(control: WechatControl): Map<string, Route> {
  const routes: Record<string, Route> = {
    'GET health': () => ({ ok: true, now: control.now(), phoneCharges: control.phoneCharges() }),
    'GET users': request => {
      const { limit, after } = Page.parse(Object.fromEntries(request.query))
      return { users: control.users(limit, after) }
    },
    'POST users': request => control.createUser(orderOf(request, SimUser.partial().strict())),
    'POST users/update': request => {
      const { openid, ...changes } = orderOf(request, SimUser.partial().required({ openid: true }).strict())
      return control.updateUser(openid, changes)
    },
    'POST codes/login': request => control.issueLoginCode(orderOf(request, Issue)),
    'POST codes/phone': request => control.issuePhoneCode(orderOf(request, Issue)),
    'POST clock': request => {
      const { advanceSeconds } = orderOf(request, z.strictObject({ advanceSeconds: z.number() }))
      return { now: control.advance(advanceSeconds) }
    },
    'POST tokens': request => {
      const { kind, action } = orderOf(request, TokenOrder)
      control.token(kind, action)
      return {}
    },
    'GET settings': () => control.settings(),
    'POST settings': request => control.settings(orderOf(request, Settings.partial().strict())),
    'POST faults': request => {
      control.setFault(orderOf(request, Fault.strict()))
      return {}
    },
    'DELETE faults': () => {
      control.clearFaults()
      return {}
    },
    'GET log': request => ({ entries: control.log(LogQuery.parse(Object.fromEntries(request.query)).path) }),
    'DELETE log': () => {
      control.clearLog()
      return {}
    },
    'POST phone/login': request => control.deviceLogin(orderOf(request, Device).device),
    'POST phone/number': request => control.devicePhone(orderOf(request, Device).device),
    'POST phone/subscribe': request => {
      const { device, ...panel } = orderOf(request, Panel)
      return control.messages.ask({ openid: control.deviceOpenid(device), ...panel })
    },
    'POST phone/who': request => ({ openid: control.deviceOpenid(orderOf(request, Device).device) }),
    ...messageRoutes(control),
  }
  return new Map(Object.entries(routes).map(([name, route]) => [name.replace(' ', ` ${prefix}`), route]))
}
