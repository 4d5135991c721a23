import { Inject, Injectable } from '@nestjs/common'
import { RuleDrafts } from '../earning/rule-drafts.service.js'
import { DemoMall } from './demo-mall.service.js'
import { DemoPlaces, type Place } from './places.service.js'
import { demoRules } from './rules.rules.js'

const BEGAN_MS = 370 * 86_400_000

/** Everything that stands before the first bill: the stores, the rules they earn by, and the shelf of the mall. */
@Injectable()
export class DemoGround {
  constructor(
    @Inject(DemoPlaces) private readonly places: DemoPlaces,
    @Inject(RuleDrafts) private readonly rules: RuleDrafts,
    @Inject(DemoMall) private readonly mall: DemoMall,
  ) {}

  /** As `DemoPlaces.ensure`. The rules are in force since before the twelve months began: all of them earn by the same. */
  async ensure(): Promise<{ places: Place[]; openedAt: Date; posKey: string }> {
    const ground = await this.places.ensure()
    const effectiveAt = new Date(ground.openedAt.getTime() - BEGAN_MS)
    for (const { code, definition } of demoRules(ground.openedAt)) {
      await this.rules.ship({ code, definition, effectiveAt, by: 'demo' })
    }
    await this.mall.ensure()
    return ground
  }
}
