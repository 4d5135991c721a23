import { z } from 'zod'
import { jsonAnswer, type SimAnswer, type WholeRequest } from '../wechat/sim-http.js'
import { SimRefusal } from '../wechat/sim-refusal.js'
import { NoticeSpoil } from './notices.js'
import { orderRow, type PayControl, refundRow } from './pay-control.js'
import { PayFault } from './pay-faults.js'
import { PaySettings } from './pay-world.js'

const prefix = '/__sim/'

type Route = (request: WholeRequest) => object | Promise<object>

const Parameters = z.strictObject({
  appId: z.string(),
  timeStamp: z.string(),
  nonceStr: z.string(),
  package: z.string(),
  signType: z.string(),
  paySign: z.string(),
})
const Payment = z.strictObject({ parameters: Parameters, openid: z.string().optional() })
const Prepaid = z.strictObject({ prepayId: z.string(), openid: z.string().optional() })
const Delivery = z.strictObject({
  id: z.string().optional(),
  copies: z.int().min(1).max(1000).optional(),
  reversed: z.boolean().optional(),
  spoil: NoticeSpoil.optional(),
})
const Mode = z.strictObject({
  mode: z.enum(['cert', 'pubkey', 'dual']),
  ratio: z.number().min(0).max(100).optional(),
})

export function isPayControlPath(path: string): boolean {
  return path.startsWith(prefix)
}

/** Answers `/__sim/…` like the control plane of api.weixin.qq.com's simulator; what waits for others is answered later. */
export function payControlPlane(control: PayControl): (request: WholeRequest) => SimAnswer | Promise<SimAnswer> {
  const routes = routesOf(control)
  return async request => {
    const route = routes.get(`${request.method} ${request.path}`)
    if (route === undefined) return problem(404, 'no such route')
    // Asking for this type makes a browser preflight, so a stranger's page cannot reach the control plane.
    if (request.method === 'POST' && !request.contentType.startsWith('application/json'))
      return problem(415, 'send JSON')
    try {
      return jsonAnswer(await route(request), { contentType: 'application/json' })
    } catch (error) {
      if (error instanceof SimRefusal || error instanceof RangeError) return problem(409, error.message)
      if (error instanceof z.ZodError) return problem(400, z.prettifyError(error))
      if (error instanceof SyntaxError) return problem(400, 'not JSON')
      throw error
    }
  }
}

function problem(status: number, message: string): SimAnswer {
  return jsonAnswer({ error: message }, { status, contentType: 'application/json' })
}

function routesOf(control: PayControl): Map<string, Route> {
  const routes: Record<string, Route> = {
    'GET health': () => ({ ok: true, now: control.now(), balanceFen: control.balanceFen(), ...control.counts() }),
    'GET orders': () => ({ orders: control.orders().map(orderRow) }),
    'GET refunds': () => ({ refunds: control.refunds().map(refundRow) }),
    'GET public-key': () => control.publicKey(),
    'POST payments': request => {
      const { parameters, openid } = Payment.parse(bodyOf(request))
      return orderRow(control.pay(parameters, openid))
    },
    'POST prepaid-payments': request => {
      const { prepayId, openid } = Prepaid.parse(bodyOf(request))
      return orderRow(control.payPrepay(prepayId, openid))
    },
    // What a page is told when its guest closes the payment sheet; nothing changes here.
    'POST cancellations': () => ({ errMsg: 'requestPayment:fail cancel' }),
    'POST late-payments': request => orderRow(control.payLate(textOf(request, 'outTradeNo'))),
    'POST refund-ends': request => ({ refunds: control.finishRefunds(textOf(request, 'outRefundNo')).map(refundRow) }),
    'GET notices': () => ({ notices: control.notices().map(({ plain: _, ...told }) => told) }),
    'POST deliveries': async request => ({ statuses: await control.deliver(Delivery.parse(bodyOf(request))) }),
    'POST clock': request => {
      const { advanceSeconds } = z.strictObject({ advanceSeconds: z.number() }).parse(bodyOf(request))
      return { now: control.advance(advanceSeconds) }
    },
    'POST mode': request => {
      const { mode, ratio } = Mode.parse(bodyOf(request))
      control.mode(mode, ratio)
      return {}
    },
    'POST certificates': () => ({ serial: control.rotateCertificate() }),
    'POST public-keys': () => control.rotatePublicKey(),
    'GET settings': () => control.settings(),
    'POST settings': request => control.settings(PaySettings.partial().strict().parse(bodyOf(request)) as PaySettings),
    'POST faults': request => {
      control.setFault(PayFault.strict().parse(bodyOf(request)))
      return {}
    },
    'DELETE faults': () => {
      control.clearFaults()
      return {}
    },
    'GET log': () => ({ entries: control.log() }),
    'DELETE log': () => {
      control.clearLog()
      return {}
    },
  }
  return new Map(Object.entries(routes).map(([name, route]) => [name.replace(' ', ` ${prefix}`), route]))
}

function textOf(request: WholeRequest, name: string): string {
  return z.strictObject({ [name]: z.string() }).parse(bodyOf(request))[name] as string
}

function bodyOf(request: WholeRequest): unknown {
  return JSON.parse(request.body.toString('utf8'))
}
