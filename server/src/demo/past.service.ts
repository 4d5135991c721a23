import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { CouponBatches } from '../coupons/batches.service.js'
import { CouponLife } from '../coupons/coupon-life.service.js'
import { CouponRows } from '../coupons/coupon-rows.service.js'
import { CouponDefinitions } from '../coupons/definitions.service.js'
import { CouponFigures } from '../coupons/figures.service.js'
import { CouponIssuing } from '../coupons/issuing.service.js'
import type { Db } from '../db.js'
import { Campaigns } from '../deliveries/campaigns.service.js'
import { Planner } from '../deliveries/planner.service.js'
import { Reaches } from '../deliveries/reach.service.js'
import { MessageSettings } from '../deliveries/settings.service.js'
import type { Ids } from '../ids.js'
import { Outbox } from '../messages/outbox.service.js'
import { Audit } from '../operators/audit.service.js'
import { DB, IDS } from '../tokens.js'

/** Services that believe it is another moment, so that the demonstration's past is made by the very code of its present. */
@Injectable()
export class DemoPast {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(MessageSettings) private readonly settings: MessageSettings,
    @Inject(Reaches) private readonly reaches: Reaches,
  ) {}

  /** Coupons at that moment. What happened then is told to nobody any more. */
  coupons(at: Date): {
    definitions: CouponDefinitions
    batches: CouponBatches
    issuing: CouponIssuing
    life: CouponLife
  } {
    const { db, ids } = this
    const clock = new StoppedClock(at)
    const audit = new Audit(db, clock, ids)
    const definitions = new CouponDefinitions(db, clock, audit)
    const rows = new CouponRows(db, clock, definitions)
    const issuing = new CouponIssuing(db, clock, ids, definitions, rows, new MuteOutbox(clock, ids))
    const figures = new CouponFigures(db, clock, definitions)
    const batches = new CouponBatches(db, clock, ids, rows, definitions, figures, issuing, audit)
    return { definitions, batches, issuing, life: new CouponLife(clock, ids, rows) }
  }

  /** Messages at that moment. */
  messages(at: Date): { campaigns: Campaigns; planner: Planner } {
    const { db, ids } = this
    const clock = new StoppedClock(at)
    const planner = new Planner(db, clock, ids, this.settings, this.reaches)
    const campaigns = new Campaigns(db, clock, ids, new Outbox(clock, ids), planner, new Audit(db, clock, ids))
    return { campaigns, planner }
  }
}

class StoppedClock implements Clock {
  constructor(private readonly at: Date) {}

  now(): Date {
    return this.at
  }
}

class MuteOutbox extends Outbox {
  override async enqueue(): Promise<void> {}
}
