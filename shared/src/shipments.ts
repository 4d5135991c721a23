/** Goods that are sent: where to, and how far they are. */
import { z } from 'zod'
import { Cursor, Id, Instant, Limit, pageOf, RequestId, Text } from './basics.js'

const part = (most: number) => z.string().trim().min(1).max(most)
/** As WeChat's own list of addresses gives it. It is kept sealed, and erased 30 days after the goods have arrived. */
export const Address = z.strictObject({
  name: part(30),
  phone: z.string().regex(/^\+?[\d-]{6,20}$/),
  province: part(20),
  city: part(20),
  district: z.string().trim().max(20),
  detail: part(100),
})
export type Address = z.infer<typeof Address>

/** NO_ADDRESS: nobody knows where to. WAITING 待发货, SENT 已发货, RECEIVED 已收货, CALLED_OFF: the exchange was given back. */
export const ShipmentState = z.enum(['NO_ADDRESS', 'WAITING', 'SENT', 'RECEIVED', 'CALLED_OFF'])
export type ShipmentState = z.infer<typeof ShipmentState>

export const ShipmentView = z.object({
  state: ShipmentState,
  /** Masked but for the city; null before one was given and after it was erased. */
  address: z.object({ name: z.string(), phone: z.string(), place: z.string(), detail: z.string() }).nullable(),
  /** Whether the member may enter or change it now. */
  changeable: z.boolean(),
  carrier: z.string().nullable(),
  trackingNo: z.string().nullable(),
  dispatchedAt: Instant.nullable(),
  receivedAt: Instant.nullable(),
  erasedAt: Instant.nullable(),
})
export type ShipmentView = z.infer<typeof ShipmentView>

export const ShipmentQuery = z.object({
  state: ShipmentState.optional(),
  cursor: Cursor.optional(),
  limit: Limit.optional(),
})
export const ShipmentRow = z.object({
  /** Of the exchange. */
  id: Id,
  memberNo: z.string(),
  reward: Text,
  orderedAt: Instant,
  shipment: ShipmentView,
})
export type ShipmentRow = z.infer<typeof ShipmentRow>
export const ShipmentPage = pageOf(ShipmentRow)
const written = z.string()
/** The whole address as it was taken down, for whoever packs: that it was looked at is written down. */
export const ShipmentLabel = ShipmentRow.extend({
  address: z
    .object({ name: written, phone: written, province: written, city: written, district: written, detail: written })
    .nullable(),
})
export const DispatchBody = z.object({
  requestId: RequestId,
  carrier: part(40),
  trackingNo: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9-]{4,40}$/),
})
