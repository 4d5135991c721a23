import { Controller, Inject } from '@nestjs/common'
import { By, type Caller, type Input, Parsed, type Reply, Route } from '../http.js'
import { RewardBulk } from './reward-changes.service.js'
import { RewardChecks } from './reward-checks.service.js'
import { RewardReach } from './reward-reach.service.js'

/** Operators and rewards: before one is published, many at once, and who can reach them. */
@Controller()
export class RewardManyHttp {
  constructor(
    @Inject(RewardChecks) private readonly checks: RewardChecks,
    @Inject(RewardBulk) private readonly bulk: RewardBulk,
    @Inject(RewardReach) private readonly reach: RewardReach,
  ) {}

  @Route('POST /console/reward-checks')
  check(@Parsed() { body }: Input<'POST /console/reward-checks'>): Promise<Reply<'POST /console/reward-checks'>> {
    return this.checks.check(body.definition)
  }

  @Route('POST /console/reward-changes')
  change(
    @By() by: Caller,
    @Parsed() { body }: Input<'POST /console/reward-changes'>,
  ): Promise<Reply<'POST /console/reward-changes'>> {
    return this.bulk.change(by.operator, body)
  }

  @Route('GET /console/reward-reach')
  reaches(): Promise<Reply<'GET /console/reward-reach'>> {
    return this.reach.of()
  }
}
