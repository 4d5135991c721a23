import { Inject, Injectable } from '@nestjs/common'
import type { Config } from '../config.js'
import { Settling } from '../imports/settling.service.js'
import { CONFIG } from '../tokens.js'
import { DemoCoupons } from './demo-coupons.service.js'
import { DemoMembers } from './demo-members.service.js'
import { DemoMessages } from './demo-messages.service.js'
import { DemoTill } from './demo-till.service.js'
import type { PlannedEvent } from './events.rules.js'
import { DemoGround } from './ground.service.js'
import { inOrder } from './in-order.service.js'
import { makePlan } from './plan.rules.js'
import { type SignIn, signInsOf } from './sign-ins.rules.js'
import { STORIES } from './stories.rules.js'

export interface DemoReport {
  /** Whether everything was there already. */
  already: boolean
  seed: number
  /** In the plan, whether made by this run or before it. */
  members: number
  bills: number
  refunds: number
  spends: number
  seconds: number
  signIns: SignIn[]
}

/** What is under way at once: enough to fill the ledger's batches. */
const WIDTH = 400
/** Fills an empty deployment with twelve months of three stores, through the same write path as real bills. */
@Injectable()
export class Demo {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Settling) private readonly settling: Settling,
    @Inject(DemoTill) private readonly till: DemoTill,
    @Inject(DemoGround) private readonly ground: DemoGround,
    @Inject(DemoMembers) private readonly members: DemoMembers,
    @Inject(DemoCoupons) private readonly coupons: DemoCoupons,
    @Inject(DemoMessages) private readonly messages: DemoMessages,
  ) {}

  /**
   * Seeds, goes on with a seeding that was cut off, or finds everything there. What was begun with another seed goes on
   * with that one. Throws one sentence when this deployment is not a demonstration.
   */
  async seed(wanted: number): Promise<DemoReport> {
    if (!this.config.demo)
      throw new Error('HUITOU_DEMO is not 1: made-up guests and public passwords do not belong into a live database.')
    const began = performance.now()
    const { places, openedAt, posKey } = await this.ground.ensure()
    const seed = (await this.members.seedInUse()) ?? wanted
    const plan = makePlan(seed, openedAt)
    const last = plan.events.at(-1)!
    const already = await this.till.isDone(last, places)
    if (!already) {
      const ids = await this.members.ensure(seed, plan.members, places)
      const run = (event: PlannedEvent) => this.till.run(event, places, ids)
      const whose = (event: PlannedEvent) => event.member ?? `${event.house} ${'billNo' in event && event.billNo}`
      // The last event is the mark that all the others are through.
      await inOrder(plan.events.slice(0, -1), { width: WIDTH, keyOf: whose, run })
      const held = plan.members.findIndex(({ nickname }) => nickname === STORIES.held)
      await this.till.setAside(ids[held]!, places[1]!, openedAt)
      await this.coupons.ensure(seed, { members: plan.members, ids }, { places, now: openedAt })
      await this.messages.ensure(plan.members, ids, openedAt)
      await run(last)
      // Twelve months of bills, refunds and reviews, member by member, as the worker would have met them.
      await this.settling.run()
    }
    const count = (kind: PlannedEvent['kind']) => plan.events.filter(event => event.kind === kind).length
    return {
      already,
      seed,
      members: plan.members.length,
      bills: count('BILL'),
      refunds: count('REFUND'),
      spends: count('SPEND'),
      seconds: Math.round((performance.now() - began) / 100) / 10,
      signIns: signInsOf(this.config.publicUrl, { scene: places[0]!.scene, posKey }),
    }
  }
}
