import type { RewardDefinition } from '@huitou/shared/mall'
import { Inject, Injectable } from '@nestjs/common'
import { CouponRows } from '../coupons/coupon-rows.service.js'
import type { Reply } from '../http.js'
import { ImageStore } from '../images/image-store.service.js'
import { Stores } from '../stores/stores.service.js'
import { termsOf } from './mall.texts.js'
import { MallMembers } from './mall-members.service.js'
import { batchesOf } from './redemption-rows.service.js'
import { problemsOf, type RewardProblem } from './rewards.rules.js'
import { ShelfNames } from './shelf-names.service.js'

/** Looks at a definition before it is published: what it says, and what it names that is not there. */
@Injectable()
export class RewardChecks {
  constructor(
    @Inject(Stores) private readonly stores: Stores,
    @Inject(CouponRows) private readonly coupons: CouponRows,
    @Inject(ImageStore) private readonly images: ImageStore,
    @Inject(MallMembers) private readonly mallMembers: MallMembers,
    @Inject(ShelfNames) private readonly names: ShelfNames,
  ) {}

  /** What keeps it from being published, by path. */
  async problems(definition: RewardDefinition): Promise<RewardProblem[]> {
    const rungs = await this.mallMembers.rungs()
    const wrong = problemsOf(
      definition,
      rungs.map(({ code }) => code),
    )
    const stores = new Set((await this.stores.list()).map(({ id }) => String(id)))
    for (const [at, id] of (definition.stores ?? []).entries()) {
      if (!stores.has(id)) wrong.push({ path: `stores.${at}`, problem: 'there is no such store' })
    }
    const wanted = [...new Set(batchesOf(definition.gift))]
    const batches = await this.coupons.batches(wanted)
    for (const id of wanted) {
      if (!batches.has(id)) wrong.push({ path: 'gift', problem: `there is no batch ${id} of coupons` })
    }
    if (definition.image && !(await this.images.has(definition.image))) {
      wrong.push({ path: 'image', problem: 'there is no such picture' })
    }
    return wrong
  }

  /** What a diner would read of it. */
  async check(definition: RewardDefinition): Promise<Reply<'POST /console/reward-checks'>> {
    const wrong = await this.problems(definition)
    const isGiftThere = !wrong.some(({ path }) => path === 'gift')
    const [names, contents, rungs] = await Promise.all([
      this.names.of(definition),
      isGiftThere ? this.names.contents(definition) : [],
      this.mallMembers.rungs(),
    ])
    return {
      terms: termsOf(definition, { stores: names.stores?.map(({ name }) => name) ?? null, lowest: names.lowest }),
      contents,
      tierPrices: rungs.flatMap(({ code, name }) => {
        const price = definition.tierPrices.find(({ tier }) => tier === code)
        return price ? [{ tier: name, price: { points: price.points, cashFen: price.cashFen } }] : []
      }),
      wrong,
    }
  }
}
