import { Inject, Injectable } from '@nestjs/common'
import { RuleDrafts } from '../earning/rule-drafts.service.js'
import { DemoBill } from './demo-bill.service.js'
import { DemoMall } from './demo-mall.service.js'
import { DemoPlaces, type Place } from './places.service.js'
import { demoRules } from './rules.rules.js'

const BEGAN_MS = 370 * 86_400_000

/** Everything that stands before the first bill: the stores, the rules they earn by, the shelf of the mall, and a bill to be paid. */
@Injectable()
export class DemoGround {
  constructor(
    @Inject(DemoPlaces) private readonly places: DemoPlaces,
    @Inject(RuleDrafts) private readonly rules: RuleDrafts,
    @Inject(DemoMall) private readonly mall: DemoMall,
    @Inject(DemoBill) private readonly bill: DemoBill,
  ) {}

  /** As `DemoPlaces.ensure`. The rules are in force since before the twelve months began: all of them earn by the same. */
  async ensure(): Promise<{ places: Place[]; openedAt: Date; posKey: string }> {
    const ground = await this.places.ensure()
    const effectiveAt = new Date(ground.openedAt.getTime() - BEGAN_MS)
    for (const { code, definition } of demoRules(ground.openedAt)) {
      await this.rules.ship({ code, definition, effectiveAt, by: 'demo' })
    }
    await this.mall.ensure()
    await this.bill.ensure(ground.places[0]!)
    return ground
  }
}
