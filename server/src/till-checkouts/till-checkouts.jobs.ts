import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { CLOCK } from '../tokens.js'
import { TillCheckoutRows } from './till-checkout-rows.service.js'
import { TillEnding } from './till-ending.service.js'

/** Reservations ended in one turn at most; the next turn goes on with those that are left. */
const TURN = 200

/** Ends reservations whose time is over. A commit that comes later takes things anew, as far as they are there. */
@Injectable()
export class TillTimeOuts {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(TillCheckoutRows) private readonly rows: TillCheckoutRows,
    @Inject(TillEnding) private readonly ending: TillEnding,
  ) {}

  /** One turn. Answers how many it ended. */
  async sweep(): Promise<{ tillTimeOuts: number }> {
    let tillTimeOuts = 0
    for (const row of await this.rows.due(this.clock.now(), TURN)) {
      if (await this.ending.timeOut(row)) tillTimeOuts += 1
    }
    return { tillTimeOuts }
  }
}
