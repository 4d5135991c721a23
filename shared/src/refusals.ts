/** Every refusal the server can give. A plain value: no zod here, the mini-program ships it. */

import { checkouts } from './refusals-checkouts.js'
import { coupons } from './refusals-coupons.js'
import { draws } from './refusals-draws.js'
import { earning } from './refusals-earning.js'
import { guest } from './refusals-guest.js'
import { images } from './refusals-images.js'
import { mall } from './refusals-mall.js'
import { messages } from './refusals-messages.js'
import { office } from './refusals-office.js'
import { offline } from './refusals-offline.js'
import { payments } from './refusals-payments.js'
import { pledges } from './refusals-pledges.js'
import { points } from './refusals-points.js'
import { request } from './refusals-request.js'
import { shifts } from './refusals-shifts.js'
import { tillCheckouts } from './refusals-till-checkouts.js'
import { verifications } from './refusals-verifications.js'

export const refusals = {
  ...request,
  ...guest,
  ...points,
  ...office,
  ...coupons,
  ...payments,
  ...messages,
  ...earning,
  ...mall,
  ...draws,
  ...pledges,
  ...images,
  ...checkouts,
  ...tillCheckouts,
  ...verifications,
  ...shifts,
  ...offline,
}

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
