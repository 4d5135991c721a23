import { createCipheriv, randomBytes } from 'node:crypto'
import { listen, type SimAnswer, type WholeRequest } from '../wechat/sim-http.js'
import { SimRefusal } from '../wechat/sim-refusal.js'
import { askBill, downloadBill } from './bill-endpoints.js'
import type { KeyPair } from './key-ring.js'
import { inventMerchant, type Merchant } from './merchant.js'
import { type NoticeSpoil, Notices, spoiled } from './notices.js'
import { closeOrder, prepay, queryOrder } from './order-endpoints.js'
import { OrderFile } from './order-file.js'
import { refusePay, signed, succeedPay } from './pay-answers.js'
import { type LoggedCall, PayControl, type ReceiptCard } from './pay-control.js'
import { isPayControlPath, payControlPlane } from './pay-control-plane.js'
import { type PayEndpointName, type PayFault, PayFaultBoard } from './pay-faults.js'
import { beijing } from './pay-views.js'
import { makePayWorld, type PayWorld } from './pay-world.js'
import { askRefund, queryRefund } from './refund-endpoints.js'
import { signatureProblem } from './request-signature.js'

export type PaySimulatorOptions = {
  /** 0 or absent takes a free one. */
  port?: number
  merchant?: Merchant
  /** The public key and its id; absent, a pair is drawn for the process. */
  publicKey?: { id?: string | undefined; keys?: KeyPair | undefined }
  /** A JSON file that keeps the orders; absent, they are forgotten at the end. */
  statePath?: string | undefined
  now?: () => Date
  /** Where a notification really goes: worlds listen on addresses nobody could have told WeChat Pay. */
  routeNotice?: (url: string) => string
  /** Where a person's phone shows what they paid and got back. */
  showCard?: (openid: string, card: ReceiptCard) => void
}

export type PaySimulator = {
  url: string
  merchant: Merchant
  control: PayControl
  /** The newest notification as it goes over the line, without sending it. */
  compose(spoil?: NoticeSpoil): { headers: Record<string, string>; body: Buffer }
  close(): Promise<void>
}

const maxLog = 2000

/** Starts a WeChat Pay of our own on 127.0.0.1. */
export async function startPaySimulator(options: PaySimulatorOptions = {}): Promise<PaySimulator> {
  const { port = 0, now = () => new Date(), showCard = () => undefined, routeNotice = url => url } = options
  const merchant = options.merchant ?? inventMerchant('wx0000000000demo01').merchant
  const world = makePayWorld({ merchant, now, ...(options.publicKey ? { publicKey: options.publicKey } : {}) })
  const file = options.statePath ? new OrderFile(world.orders, options.statePath) : null
  const faults = new PayFaultBoard()
  const notices = new Notices(world, routeNotice)
  const log: LoggedCall[] = []
  const control = new PayControl({ world, faults, notices, log, showCard })
  const steer = payControlPlane(control)
  const serve = payHost({ world, faults, log, control })
  const listening = await listen(port, request => {
    file?.touch()
    return isPayControlPath(request.path) ? steer(request) : serve(request)
  })
  return {
    url: listening.url,
    merchant,
    control,
    compose(spoil) {
      const newest = notices.all.at(-1)
      if (!newest) throw new SimRefusal('no such notification')
      return notices.compose(newest, spoil)
    },
    async close() {
      await notices.close()
      await listening.close()
      file?.flush()
    },
  }
}

type HostParts = { world: PayWorld; faults: PayFaultBoard; log: LoggedCall[]; control: PayControl }

/** api.mch.weixin.qq.com: finds the endpoint, checks who asks, lets a waiting fault have its way, signs, and logs. */
function payHost({ world, faults, log, control }: HostParts): (request: WholeRequest) => SimAnswer {
  return request => {
    const found = endpointOf(world, request)
    const fault = found && faults.take(found.name)
    const effect = () => {
      const problem = signatureProblem(world, request)
      if (problem) return problem
      if (!found) return refusePay('RESOURCE_NOT_EXISTS')
      if (world.settings.refundSeconds !== undefined && found.name === 'refund-query') control.finishRefunds()
      const answer = found.effect()
      // In the demo nobody asks: a refund is through as soon as it is taken.
      if (found.name === 'refunds' && world.settings.notices === 'auto') setImmediate(() => control.finishRefunds())
      return answer
    }
    const answer = fault ? suffer(world, fault, { request, effect }) : finish(world, request, effect())
    const endpoint = found?.name ?? 'unknown'
    log.push({
      endpoint,
      method: request.method,
      address: request.address,
      status: answer.status,
      fault: fault !== null,
    })
    if (log.length > maxLog) log.shift()
    return answer
  }
}

type Found = { name: PayEndpointName; effect: () => SimAnswer }

function endpointOf(world: PayWorld, request: WholeRequest): Found | null {
  const { orders } = world
  const [, base, last] = /^(.*)\/([^/]+)$/.exec(request.path) ?? []
  const key = `${request.method} ${request.path}`
  const number = decodeURIComponent(last ?? '')
  if (key === 'POST /v3/pay/transactions/jsapi') return { name: 'jsapi', effect: () => prepay(world, request) }
  if (key === 'POST /v3/refund/domestic/refunds') return { name: 'refunds', effect: () => askRefund(world, request) }
  if (key === 'GET /v3/bill/tradebill') return { name: 'tradebill', effect: () => askBill(world, request) }
  if (key === 'GET /v3/billdownload/file') return { name: 'download', effect: () => downloadBill(world, request) }
  if (key === 'GET /v3/certificates') return { name: 'certificates', effect: () => certificates(world) }
  if (request.method === 'GET' && base === '/v3/pay/transactions/out-trade-no')
    return { name: 'query', effect: () => queryOrder(world, request, orders.find(number)) }
  if (request.method === 'GET' && base === '/v3/pay/transactions/id')
    return { name: 'query', effect: () => queryOrder(world, request, orders.byTransaction(number)) }
  if (request.method === 'GET' && base === '/v3/refund/domestic/refunds')
    return { name: 'refund-query', effect: () => queryRefund(world, orders.findRefund(number)) }
  const closing = /^\/v3\/pay\/transactions\/out-trade-no\/([^/]+)\/close$/.exec(request.path)?.[1]
  if (request.method === 'POST' && closing)
    return { name: 'close', effect: () => closeOrder(world, request, orders.find(decodeURIComponent(closing))) }
  return null
}

/** `GET /v3/certificates`: sealed with the key both sides share. Merchants on public keys have none. */
function certificates(world: PayWorld): SimAnswer {
  if (world.keys.mode === 'pubkey') {
    return refusePay('RESOURCE_NOT_EXISTS', undefined, '无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥')
  }
  const data = world.keys.certificates().map(({ serial, pem, from, until }) => {
    const nonce = randomBytes(6).toString('hex')
    const cipher = createCipheriv('aes-256-gcm', world.merchant.apiKey, nonce)
    cipher.setAAD(Buffer.from('certificate'))
    const sealed = Buffer.concat([cipher.update(pem), cipher.final(), cipher.getAuthTag()])
    return {
      serial_no: serial,
      effective_time: beijing(from),
      expire_time: beijing(until),
      encrypt_certificate: {
        algorithm: 'AEAD_AES_256_GCM',
        nonce,
        associated_data: 'certificate',
        ciphertext: sealed.toString('base64'),
      },
    }
  })
  return succeedPay({ data })
}

/** Bills are the one answer that nobody signs. */
function finish(world: PayWorld, request: WholeRequest, answer: SimAnswer): SimAnswer {
  return request.path === '/v3/billdownload/file' ? answer : signed(world, request, answer)
}

/** Runs `effect` unless the fault prevents it, and spoils the answer as the fault says. */
function suffer(
  world: PayWorld,
  fault: PayFault,
  { request, effect }: { request: WholeRequest; effect: () => SimAnswer },
): SimAnswer {
  const delay = fault.latencyMs === undefined ? {} : { delayMs: fault.latencyMs }
  if (fault.status !== undefined) {
    return { status: fault.status, contentType: 'text/html', body: '<html>Bad Gateway</html>', ...delay }
  }
  if (fault.error !== undefined) return { ...signed(world, request, refusePay(fault.error)), ...delay }
  const answer = effect()
  const told =
    fault.foreign && answer.status === 200
      ? { ...answer, body: JSON.stringify(spoiled(JSON.parse(String(answer.body)), fault.foreign)) }
      : answer
  const sent = fault.badSignature ? signed(world, request, told, fault.badSignature) : finish(world, request, told)
  const damage = fault.dropAfterEffect ? ('before' as const) : fault.truncateBody
  return { ...sent, ...delay, ...(damage === undefined ? {} : { damage }) }
}
