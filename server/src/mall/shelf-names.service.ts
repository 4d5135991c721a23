import type { Text } from '@huitou/shared/basics'
import type { RewardDefinition } from '@huitou/shared/mall'
import { Inject, Injectable } from '@nestjs/common'
import { nameText } from '../coupons/coupon.texts.js'
import { CouponRows } from '../coupons/coupon-rows.service.js'
import { CouponDefinitions } from '../coupons/definitions.service.js'
import { Stores } from '../stores/stores.service.js'
import { MallMembers } from './mall-members.service.js'
import { batchesOf } from './redemption-rows.service.js'

export interface Names {
  stores: { id: string; name: string }[] | null
  lowest: Text | null
}

/** The names behind the ids of a definition: stores, tiers, coupons. */
@Injectable()
export class ShelfNames {
  constructor(
    @Inject(Stores) private readonly stores: Stores,
    @Inject(MallMembers) private readonly mallMembers: MallMembers,
    @Inject(CouponRows) private readonly coupons: CouponRows,
    @Inject(CouponDefinitions) private readonly definitions: CouponDefinitions,
  ) {}

  async of({ stores, lowestTier }: RewardDefinition): Promise<Names> {
    const all = stores ? await this.stores.list() : []
    const named = all.filter(({ id }) => stores?.includes(String(id))).map(({ id, name }) => ({ id: String(id), name }))
    return { stores: stores && named, lowest: lowestTier ? await this.tier(lowestTier) : null }
  }

  async tier(code: string): Promise<Text | null> {
    return (await this.mallMembers.rungs()).find(rung => rung.code === code)?.name ?? null
  }

  /** What is in a coupon or a pack; nothing for vouchers. Refuses `record.not_found` for a batch there is not. */
  async contents({ gift }: Pick<RewardDefinition, 'gift'>): Promise<{ name: Text; count: number }[]> {
    const counts = new Map<number, number>()
    for (const id of batchesOf(gift)) counts.set(id, (counts.get(id) ?? 0) + 1)
    const found: { name: Text; count: number }[] = []
    for (const [id, count] of counts) {
      const batch = await this.coupons.batch(id)
      const { definition } = await this.definitions.of(batch.code, batch.version)
      found.push({ name: nameText(definition), count })
    }
    return found
  }
}
