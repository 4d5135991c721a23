import { Controller, Inject } from '@nestjs/common'
import { By, type Caller, type Input, Parsed, type Reply, Route } from '../http.js'
import { BuyBacks } from './buy-backs.service.js'
import { TierCentre } from './centre.service.js'
import { Ladders } from './ladders.service.js'
import { TierFigures } from './tier-figures.service.js'

@Controller()
export class TiersHttp {
  constructor(
    @Inject(TierCentre) private readonly centre: TierCentre,
    @Inject(BuyBacks) private readonly buyBacks: BuyBacks,
    @Inject(Ladders) private readonly ladders: Ladders,
    @Inject(TierFigures) private readonly figures: TierFigures,
  ) {}

  @Route('GET /member/tier')
  mine(@By() by: Caller): Promise<Reply<'GET /member/tier'>> {
    return this.centre.of(by.memberId)
  }

  @Route('POST /member/tier/buy-backs')
  async buyBack(
    @By() by: Caller,
    @Parsed() { body }: Input<'POST /member/tier/buy-backs'>,
  ): Promise<Reply<'POST /member/tier/buy-backs'>> {
    await this.buyBacks.keep(by.memberId, body.requestId)
    return this.centre.of(by.memberId)
  }

  @Route('GET /console/members/:memberNo/tier')
  member(
    @Parsed() { params }: Input<'GET /console/members/:memberNo/tier'>,
  ): Promise<Reply<'GET /console/members/:memberNo/tier'>> {
    return this.centre.ofNumber(params.memberNo)
  }

  @Route('GET /console/tiers')
  tiers(): Promise<Reply<'GET /console/tiers'>> {
    return this.figures.of()
  }

  @Route('POST /console/tiers/previews')
  preview(@Parsed() { body }: Input<'POST /console/tiers/previews'>): Promise<Reply<'POST /console/tiers/previews'>> {
    return this.ladders.preview(body)
  }

  @Route('POST /console/tiers/versions')
  async publish(
    @By() by: Caller,
    @Parsed() { body }: Input<'POST /console/tiers/versions'>,
  ): Promise<Reply<'POST /console/tiers/versions'>> {
    await this.ladders.publish(by.operator, body)
    return this.figures.of()
  }
}
