import { randomBytes, sign } from 'node:crypto'
import type { SimAnswer, WholeRequest } from '../wechat/sim-http.js'
import { keysFor, type Signer } from './key-ring.js'
import type { BadSignature } from './pay-faults.js'
import type { PayWorld } from './pay-world.js'

/** HTTP status and message of each code, as WeChat Pay's tables have them. */
const codes: Readonly<Record<string, [status: number, message: string]>> = {
  PARAM_ERROR: [400, '参数错误'],
  INVALID_REQUEST: [400, '请求重入时，参数与首次请求时不一致'],
  ORDER_CLOSED: [400, '订单已关闭'],
  MCH_NOT_EXISTS: [400, '商户号不存在'],
  APPID_MCHID_NOT_MATCH: [400, 'appid和mch_id不匹配'],
  NO_STATEMENT_EXIST: [400, '账单文件不存在'],
  STATEMENT_CREATING: [400, '账单生成中'],
  SIGN_ERROR: [401, '签名错误'],
  NO_AUTH: [403, '商户无权限'],
  ORDER_PAID: [400, '该订单已支付'],
  ORDERPAID: [400, '该订单已支付'],
  OUT_TRADE_NO_USED: [403, '商户订单号重复'],
  RULE_LIMIT: [403, '业务规则限制'],
  NOT_ENOUGH: [403, '基本账户余额不足'],
  REQUEST_BLOCKED: [403, '请求受阻'],
  ORDER_NOT_EXIST: [404, '订单不存在'],
  RESOURCE_NOT_EXISTS: [404, '查询的资源不存在'],
  FREQUENCY_LIMITED: [429, '频率限制'],
  SYSTEM_ERROR: [500, '系统错误'],
  BANK_ERROR: [500, '银行系统异常'],
}

/** A refusal in WeChat Pay's shape. The message is for reading; only the code means something. */
export function refusePay(code: string, detail?: object, message?: string): SimAnswer {
  const [status, usual] = codes[code] ?? [500, '系统错误']
  const body = JSON.stringify({ code, message: message ?? usual, ...(detail ? { detail } : {}) })
  return { status, contentType: 'application/json; charset=utf-8', body }
}

export function succeedPay(body: object): SimAnswer {
  return { status: 200, contentType: 'application/json; charset=utf-8', body: JSON.stringify(body) }
}

/** "Done", with nothing to say. */
export const donePay: SimAnswer = { status: 204, contentType: 'application/json; charset=utf-8', body: '' }

/** What stands in the headers under a body: time, nonce, which key, and the signature over all of it. */
export function signatureHeaders(
  world: PayWorld,
  signer: Signer,
  body: string | Buffer,
  bad?: BadSignature,
): Record<string, string> {
  if (bad === 'missing') return {}
  const timestamp = String(world.clock.seconds() - (bad === 'expired' ? 301 : 0))
  const nonce = randomBytes(16).toString('hex')
  const message = Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), Buffer.from(body), Buffer.from('\n')])
  const key = bad === 'forged' ? keysFor('forger').privateKey : signer.privateKey
  const signature = sign('sha256', message, key)
  if (bad === 'flipped') signature[7] = (signature[7] ?? 0) ^ 1
  const text = signature.toString('base64')
  return {
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': nonce,
    'wechatpay-serial': bad === 'unknown-serial' ? 'PUB_KEY_ID_0000000000000000000000000000' : signer.serial,
    'wechatpay-signature': bad === 'probe' ? `WECHATPAY/SIGNTEST/${text.slice(19)}` : text,
    'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
  }
}

/** Signs an answer with the key the request asks for, where there is such a key. */
export function signed(world: PayWorld, request: WholeRequest, answer: SimAnswer, bad?: BadSignature): SimAnswer {
  const wanted = request.headers['wechatpay-serial']
  const signer = world.keys.forAnswer(typeof wanted === 'string' ? wanted : undefined)
  const headers = signatureHeaders(world, signer, answer.body, bad)
  const requestId = `08${randomBytes(12).toString('hex').toUpperCase()}-${answer.status < 300 ? 0 : 268435461}`
  return { ...answer, headers: { ...answer.headers, ...headers, 'request-id': requestId } }
}
