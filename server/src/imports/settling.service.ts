import { Inject, Injectable } from '@nestjs/common'
import { Sweeper } from '../ledger/sweeper.service.js'
import { TierReviews } from '../tiers/reviews.service.js'

/** What the worker would have done in the past that has just been brought in: points that ended, tiers that moved. */
@Injectable()
export class Settling {
  constructor(
    @Inject(Sweeper) private readonly sweeper: Sweeper,
    @Inject(TierReviews) private readonly reviews: TierReviews,
  ) {}

  /** Writes what has ended and moved by now. Doing it again does nothing. */
  async run(): Promise<void> {
    await this.sweeper.sweep()
    await this.reviews.catchUp()
  }
}
