import { verify } from 'node:crypto'
import type { SimAnswer, WholeRequest } from '../wechat/sim-http.js'
import { refusePay } from './pay-answers.js'
import type { PayWorld } from './pay-world.js'

const scheme = 'WECHATPAY2-SHA256-RSA2048 '
const maxSkewSeconds = 300

/**
 * The first thing wrong with who sends a request and how it is signed, or null. The signature is checked over the bytes
 * that came: method, address with its query, time, nonce and body.
 */
export function signatureProblem(world: PayWorld, request: WholeRequest): SimAnswer | null {
  const { merchant, clock } = world
  if (!request.headers['user-agent'] || !request.headers.accept) return refusePay('PARAM_ERROR', { field: 'header' })
  const authorization = request.headers.authorization ?? ''
  if (!authorization.startsWith(scheme)) return wrong(request, 'authorization type not supported')
  const facts = new Map(
    [...authorization.slice(scheme.length).matchAll(/([a-z_]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
  )
  const [timestamp, nonce, signature] = ['timestamp', 'nonce_str', 'signature'].map(name => facts.get(name) ?? '')
  if (facts.get('mchid') !== merchant.mchid) return refusePay('MCH_NOT_EXISTS')
  if (facts.get('serial_no')?.toUpperCase() !== merchant.certSerial) return wrong(request, 'serial_no not found')
  if (!(Math.abs(clock.seconds() - Number(timestamp)) <= maxSkewSeconds)) return wrong(request, 'timestamp expired')
  if (!nonce || nonce.length > 32) return wrong(request, 'nonce_str is empty or too long')
  const message = Buffer.concat([
    Buffer.from(`${request.method}\n${request.address}\n${timestamp}\n${nonce}\n`),
    request.body,
    Buffer.from('\n'),
  ])
  const right = verify('sha256', message, merchant.publicKey, Buffer.from(signature ?? '', 'base64'))
  return right ? null : wrong(request, 'sign not match', message.length)
}

function wrong({ method, address }: WholeRequest, issue: string, length?: number): SimAnswer {
  return refusePay('SIGN_ERROR', {
    detail: { issue },
    field: 'signature',
    location: 'authorization',
    sign_information: { method, url: address, sign_message_length: length },
  })
}
