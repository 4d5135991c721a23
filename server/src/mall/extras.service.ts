import type { RewardDefinition } from '@huitou/shared/mall'
import { Inject, Injectable } from '@nestjs/common'
import { Donations } from './donations.service.js'
import { eventOf } from './mall.texts.js'
import { isSent } from './rewards.rules.js'
import { ShelfNames } from './shelf-names.service.js'
import { Shipments } from './shipments.service.js'

/** What there is to say of a reward or an exchange besides its price and its voucher. */
@Injectable()
export class Extras {
  constructor(
    @Inject(ShelfNames) private readonly names: ShelfNames,
    @Inject(Shipments) private readonly shipments: Shipments,
    @Inject(Donations) private readonly donations: Donations,
  ) {}

  /** Of a reward: names behind its ids, what is in it, and what a cause has come to. */
  async ofReward(code: string, definition: RewardDefinition) {
    const [names, contents, donation] = await Promise.all([
      this.names.of(definition),
      this.names.contents(definition),
      this.donations.totalsOf(code, definition),
    ])
    return { names, contents, isSent: isSent(definition), event: eventOf(definition), donation }
  }

  /** Of an exchange: its parcel, its event, its certificate. */
  async ofExchange(id: number, definition: RewardDefinition) {
    const [names, shipment, donation] = await Promise.all([
      this.names.of(definition),
      this.shipments.of(id),
      this.donations.certificate(id, definition),
    ])
    return { names, shipment, event: eventOf(definition), donation }
  }
}
