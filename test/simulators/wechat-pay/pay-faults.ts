import { z } from 'zod'
import { SimRefusal } from '../wechat/sim-refusal.js'

export const PayEndpointName = z.enum([
  'jsapi',
  'query',
  'close',
  'refunds',
  'refund-query',
  'tradebill',
  'download',
  'certificates',
])
export type PayEndpointName = z.infer<typeof PayEndpointName>

/** Ways a signature of an answer is wrong. */
export const BadSignature = z.enum(['flipped', 'expired', 'unknown-serial', 'missing', 'probe', 'forged'])
export type BadSignature = z.infer<typeof BadSignature>

export const PayFault = z.object({
  endpoint: z.union([PayEndpointName, z.literal('*')]),
  times: z.int().min(1).max(1_000_000).default(1),
  /** The effect happens, then this long nothing. */
  latencyMs: z.int().min(0).max(60_000).optional(),
  /** The effect happens, then the connection is cut without an answer. */
  dropAfterEffect: z.boolean().optional(),
  /** A refusal by one of WeChat Pay's codes; no effect. */
  error: z.string().max(40).optional(),
  /** An HTTP failure of the gateway; no effect. */
  status: z.int().min(500).max(599).optional(),
  /** The effect happens; half the body comes, as if whole (`short`) or before a cut (`midway`). */
  truncateBody: z.enum(['short', 'midway']).optional(),
  /** The effect happens; the signature of the answer is no good. */
  badSignature: BadSignature.optional(),
  /** The effect happens; the answer is signed as it should be and says that it is about another appid, mchid or amount. */
  foreign: z.enum(['appid', 'mchid', 'amount']).optional(),
})
export type PayFault = z.infer<typeof PayFault>
export type PayFaultOrder = z.input<typeof PayFault>

const maxFaults = 100

/** The troubles that wait for calls. Those of one endpoint happen in the order they were set. */
export class PayFaultBoard {
  #faults: PayFault[] = []

  set(order: PayFaultOrder): void {
    if (this.#faults.length >= maxFaults) throw new SimRefusal(`no more than ${maxFaults} faults`)
    this.#faults.push(PayFault.parse(order))
  }

  clear(): void {
    this.#faults = []
  }

  /** The trouble of this call, counted as happened, or null. */
  take(endpoint: PayEndpointName): PayFault | null {
    const fault = this.#faults.find(waiting => waiting.endpoint === endpoint || waiting.endpoint === '*')
    if (fault === undefined) return null
    fault.times -= 1
    if (fault.times === 0) this.#faults.splice(this.#faults.indexOf(fault), 1)
    return fault
  }
}
