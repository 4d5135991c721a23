import { z } from 'zod'
import { refuse } from './api-answers.js'
import type { SimAnswer } from './sim-http.js'
import { SimRefusal } from './sim-refusal.js'
import type { WechatWorld } from './wechat-world.js'

export const Fault = z.object({
  /** The path it befalls, or `*` for every path. */
  endpoint: z.string().min(1).max(200),
  /** How many calls it befalls. */
  times: z.int().min(1).max(1_000_000).default(1),
  /** The effect happens, then this long nothing. */
  latencyMs: z.int().min(0).max(60_000).optional(),
  /** The effect happens, then the connection is cut without an answer. */
  dropAfterEffect: z.boolean().optional(),
  /** An HTTP failure of WeChat's gateway; no effect. */
  status: z.int().min(500).max(599).optional(),
  /** A refusal in place of the answer, such as -1 or 45009; no effect. */
  errcode: z.int().optional(),
  /** The effect happens; half the body comes, as if whole (`short`) or before a cut (`midway`). */
  truncateBody: z.enum(['short', 'midway']).optional(),
})
export type Fault = z.infer<typeof Fault>
export type FaultOrder = z.input<typeof Fault>

const maxFaults = 100

/** The troubles that wait for calls. Those of one endpoint happen in the order they were set. */
export class FaultBoard {
  #faults: Fault[] = []

  set(order: FaultOrder): void {
    if (this.#faults.length >= maxFaults) throw new SimRefusal(`no more than ${maxFaults} faults`)
    this.#faults.push(Fault.parse(order))
  }

  clear(): void {
    this.#faults = []
  }

  /** The trouble of this call, counted as happened, or null. */
  take(path: string): Fault | null {
    const fault = this.#faults.find(waiting => waiting.endpoint === path || waiting.endpoint === '*')
    if (fault === undefined) return null
    fault.times -= 1
    if (fault.times === 0) this.#faults.splice(this.#faults.indexOf(fault), 1)
    return fault
  }
}

/** Runs `effect` unless the fault prevents it, and spoils the answer as the fault says. */
export function suffer(world: WechatWorld, fault: Fault, call: { path: string; effect: () => SimAnswer }): SimAnswer {
  const delay = fault.latencyMs === undefined ? {} : { delayMs: fault.latencyMs }
  if (fault.status !== undefined) {
    return { status: fault.status, contentType: 'text/html', body: '<html>Bad Gateway</html>', ...delay }
  }
  if (fault.errcode !== undefined) return { ...refuse(world, call.path, fault.errcode), ...delay }
  const damage = fault.dropAfterEffect ? 'before' : fault.truncateBody
  return { ...call.effect(), ...delay, ...(damage === undefined ? {} : { damage }) }
}
