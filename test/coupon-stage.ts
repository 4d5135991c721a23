/** Coupons that are out: a definition is published, and a batch of it is there to be taken. */
import { randomBytes } from 'node:crypto'
import { Products } from '../server/src/purchases/products.service.js'
import { type Changes, definition } from './coupon-builders.js'
import type { TestOperator, World } from './world.js'

/** Publishes a coupon and opens a batch of it for everybody; answers the batch. */
export async function offerCoupon(
  marketer: TestOperator,
  changes: Changes = {},
  { stock = 100, perMember = 1 }: { stock?: number; perMember?: number } = {},
): Promise<string> {
  const requestId = () => randomBytes(9).toString('hex')
  const code = `C${requestId()}`
  await marketer.call('POST /console/coupons', {
    body: { requestId: requestId(), code, definition: definition(changes), reason: '开业活动' },
  })
  const batch = { name: '第一批', source: 'CLAIM' as const, stock, perMember, from: null, until: null }
  const { id } = await marketer.call('POST /console/coupon-batches', {
    body: { requestId: requestId(), code, ...batch },
  })
  return id
}

/** A dish of the menu of a store's brand, by its name; answers its id as coupons name it. */
export async function dishOf(world: World, storeId: number, name: string): Promise<string> {
  const [store] = await world.db.query<{ brand_id: number }>('SELECT brand_id FROM store WHERE id = ?', [storeId])
  return String(await world.get(Products).idOf(store!.brand_id, { name, key: name }))
}
