/** Every refusal the server can give. A plain value: no zod here, the mini-program ships it. */

import { guest } from './refusals-guest.js'
import { office } from './refusals-office.js'
import { points } from './refusals-points.js'
import { request } from './refusals-request.js'

export const refusals = { ...request, ...guest, ...points, ...office }

export type RefusalCode = keyof typeof refusals

/** The body every refusal and error carries. `requestId` is the number people quote to us. */
export interface RefusalBody {
  code: RefusalCode
  message: string
  requestId: string
  data?: Record<string, unknown>
}

/** What a person reads for a code; an unknown code (an older client) falls back to the general sentence. */
export function refusalText(code: string, language: 'zh' | 'en' = 'zh'): string {
  const entry = code in refusals ? refusals[code as RefusalCode] : refusals['server.error']
  return language === 'zh' ? entry[1] : entry[2]
}
