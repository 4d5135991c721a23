/**
 * The contract: every request the server answers, by audience. The server mounts exactly these under /api,
 * the OpenAPI document is made from them, and the clients take their types from them.
 */
import { memberCheckouts, offsetSettings, posTableBills, staffTableBills } from './api-checkouts.js'
import { office } from './api-console.js'
import { earning } from './api-console-earning.js'
import { members } from './api-console-members.js'
import { rules } from './api-console-rules.js'
import { stores } from './api-console-stores.js'
import { couponOffice, memberCoupons } from './api-coupons.js'
import { identity, member, open } from './api-diner.js'
import { mallShelf, memberMall, rewardOffice } from './api-mall.js'
import { messages, myMessages } from './api-messages.js'
import { payments } from './api-payments.js'
import { pos, staff } from './api-till.js'
import type { Endpoint } from './endpoint.js'

export const api = {
  ...open,
  ...identity,
  ...member,
  ...staff,
  ...pos,
  ...office,
  ...members,
  ...stores,
  ...rules,
  ...earning,
  ...myMessages,
  ...messages,
  ...payments,
  ...memberCoupons,
  ...couponOffice,
  ...mallShelf,
  ...memberMall,
  ...rewardOffice,
  ...memberCheckouts,
  ...staffTableBills,
  ...posTableBills,
  ...offsetSettings,
} satisfies Record<string, Endpoint>
export type Api = typeof api
export type Route = keyof Api
