import { z } from 'zod'
import { type Body, type Endpoint, refuse, succeed, withBody } from './api-answers.js'
import type { SimAnswer } from './sim-http.js'
import type { WechatWorld } from './wechat-world.js'

const path = '/wxa/sec/order/upload_shipping_info'

const OrderKey = z.discriminatedUnion('order_number_type', [
  z.object({ order_number_type: z.literal(1), mchid: z.string().min(1), out_trade_no: z.string().min(1) }),
  z.object({ order_number_type: z.literal(2), transaction_id: z.string().min(1) }),
])
const Item = z.object({
  item_desc: z
    .string()
    .min(1)
    .refine(text => Array.from(text).length <= 120),
  tracking_no: z.string().optional(),
  express_company: z.string().optional(),
})
const Shipping = z
  .object({
    order_key: OrderKey,
    logistics_type: z.literal([1, 2, 3, 4]),
    delivery_mode: z.literal([1, 2]),
    shipping_list: z.array(Item).min(1).max(10),
    upload_time: z.iso.datetime({ offset: true }),
    payer: z.object({ openid: z.string().min(1) }),
  })
  // Delivered as one means exactly one entry, even when nothing is shipped.
  .refine(order => order.delivery_mode === 2 || order.shipping_list.length === 1)
  .refine(
    order => order.logistics_type !== 1 || order.shipping_list.every(item => item.tracking_no && item.express_company),
  )

/** `POST /wxa/sec/order/upload_shipping_info`: without it the money of a sold voucher stays frozen. */
export function shippingEndpoint(world: WechatWorld): Endpoint {
  return { path, answer: request => withBody({ world, path, request }, body => ship(world, body)) }
}

function ship(world: WechatWorld, body: Body): SimAnswer {
  const parsed = Shipping.safeParse(body)
  if (!parsed.success) return refuse(world, path, 47001)
  const { order_key: key, payer } = parsed.data
  if (!world.users.has(payer.openid)) return refuse(world, path, 40003)
  const order = key.order_number_type === 1 ? `${key.mchid} ${key.out_trade_no}` : key.transaction_id
  const before = world.shipments.get(order) ?? 0
  // Shipped once, and one correction: that is all.
  if (before >= 2 || !world.settings.shippable) return refuse(world, path, 10060004)
  world.shipments.set(order, before + 1)
  return succeed(world, path, { usually: 'zero', body: {} })
}
