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
import { drawOffice, draws, memberDraws } from './api-draws.js'
import { imageOffice } from './api-images.js'
import { mallShelf, memberMall, rewardOffice } from './api-mall.js'
import { messages, myMessages } from './api-messages.js'
import { memberOffline, offlineOffice, staffOffline } from './api-offline.js'
import { payments } from './api-payments.js'
import { groupOffice, groups, memberGroups } from './api-pledges.js'
import { rewardDesk } from './api-reward-desk.js'
import { staffShifts } from './api-shifts.js'
import { causes, memberShipments, shipmentOffice } from './api-shipments.js'
import { pos, staff } from './api-till.js'
import { posCheckouts, staffCheckouts, tillSettings } from './api-till-checkouts.js'
import { memberVerifications, staffVerifications, verificationOffice } from './api-verifications.js'
import { worstOrders } from './api-worst-orders.js'
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
  ...causes,
  ...memberShipments,
  ...shipmentOffice,
  ...draws,
  ...memberDraws,
  ...drawOffice,
  ...groups,
  ...memberGroups,
  ...groupOffice,
  ...imageOffice,
  ...rewardDesk,
  ...worstOrders,
  ...memberCheckouts,
  ...staffTableBills,
  ...posTableBills,
  ...offsetSettings,
  ...posCheckouts,
  ...staffCheckouts,
  ...tillSettings,
  ...staffVerifications,
  ...memberVerifications,
  ...verificationOffice,
  ...staffShifts,
  ...memberOffline,
  ...staffOffline,
  ...offlineOffice,
} satisfies Record<string, Endpoint>
export type Api = typeof api
export type Route = keyof Api
