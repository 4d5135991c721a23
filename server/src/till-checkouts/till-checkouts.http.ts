import { Controller, Inject } from '@nestjs/common'
import { By, type Caller, type Input, Parsed, type Reply, Route } from '../http.js'
import { tillOfPos, tillOfStaff } from '../purchases/tills.service.js'
import { TillCommitting } from './till-committing.service.js'
import { TillEnding } from './till-ending.service.js'
import { TillQuotes } from './till-quotes.service.js'
import { TillReserving } from './till-reserving.service.js'
import { TillReversing } from './till-reversing.service.js'
import { TillSettings } from './till-settings.service.js'
import { TillSettlements } from './till-settlements.service.js'
import { TillViews } from './till-views.service.js'

@Controller()
export class PosCheckoutsHttp {
  constructor(
    @Inject(TillQuotes) private readonly quotes: TillQuotes,
    @Inject(TillReserving) private readonly reserving: TillReserving,
    @Inject(TillCommitting) private readonly committing: TillCommitting,
    @Inject(TillEnding) private readonly ending: TillEnding,
    @Inject(TillReversing) private readonly reversing: TillReversing,
    @Inject(TillViews) private readonly views: TillViews,
    @Inject(TillSettlements) private readonly settlements: TillSettlements,
  ) {}

  @Route('POST /pos/v1/identifications')
  identify(
    @By() by: Caller,
    @Parsed() { body }: Input<'POST /pos/v1/identifications'>,
  ): Promise<Reply<'POST /pos/v1/identifications'>> {
    return this.quotes.identify(tillOfPos(by.pos), body.code)
  }

  @Route('POST /pos/v1/checkouts/quotes')
  quote(
    @By() by: Caller,
    @Parsed() { body }: Input<'POST /pos/v1/checkouts/quotes'>,
  ): Promise<Reply<'POST /pos/v1/checkouts/quotes'>> {
    return this.quotes.quote(tillOfPos(by.pos), body)
  }

  @Route('POST /pos/v1/checkouts')
  reserve(
    @By() by: Caller,
    @Parsed() { body }: Input<'POST /pos/v1/checkouts'>,
  ): Promise<Reply<'POST /pos/v1/checkouts'>> {
    return this.reserving.reserve(tillOfPos(by.pos), body)
  }

  @Route('GET /pos/v1/checkouts/:key')
  one(
    @By() by: Caller,
    @Parsed() { params }: Input<'GET /pos/v1/checkouts/:key'>,
  ): Promise<Reply<'GET /pos/v1/checkouts/:key'>> {
    return this.views.one(by.pos.storeId, params.key)
  }

  @Route('POST /pos/v1/checkouts/:key/commits')
  commit(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'POST /pos/v1/checkouts/:key/commits'>,
  ): Promise<Reply<'POST /pos/v1/checkouts/:key/commits'>> {
    return this.committing.commit(tillOfPos(by.pos), params.key, body)
  }

  @Route('POST /pos/v1/checkouts/:key/cancellations')
  cancel(
    @By() by: Caller,
    @Parsed() { params }: Input<'POST /pos/v1/checkouts/:key/cancellations'>,
  ): Promise<Reply<'POST /pos/v1/checkouts/:key/cancellations'>> {
    return this.ending.cancel(tillOfPos(by.pos), params.key)
  }

  @Route('POST /pos/v1/checkouts/:key/reversals')
  reverse(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'POST /pos/v1/checkouts/:key/reversals'>,
  ): Promise<Reply<'POST /pos/v1/checkouts/:key/reversals'>> {
    return this.reversing.reverse(tillOfPos(by.pos), params.key, body)
  }

  @Route('GET /pos/v1/settlements')
  day(
    @By() by: Caller,
    @Parsed() { query }: Input<'GET /pos/v1/settlements'>,
  ): Promise<Reply<'GET /pos/v1/settlements'>> {
    return this.settlements.day(by.pos.storeId, query)
  }
}

/** The same for staff with their phones. */
@Controller()
export class StaffCheckoutsHttp {
  constructor(
    @Inject(TillQuotes) private readonly quotes: TillQuotes,
    @Inject(TillReserving) private readonly reserving: TillReserving,
    @Inject(TillCommitting) private readonly committing: TillCommitting,
    @Inject(TillEnding) private readonly ending: TillEnding,
    @Inject(TillReversing) private readonly reversing: TillReversing,
    @Inject(TillViews) private readonly views: TillViews,
  ) {}

  @Route('POST /staff/checkouts/quotes')
  quote(
    @By() by: Caller,
    @Parsed() { body }: Input<'POST /staff/checkouts/quotes'>,
  ): Promise<Reply<'POST /staff/checkouts/quotes'>> {
    return this.quotes.quote(tillOfStaff(by.staff), body)
  }

  @Route('POST /staff/checkouts')
  reserve(
    @By() by: Caller,
    @Parsed() { body }: Input<'POST /staff/checkouts'>,
  ): Promise<Reply<'POST /staff/checkouts'>> {
    return this.reserving.reserve(tillOfStaff(by.staff), body)
  }

  @Route('GET /staff/checkouts/:key')
  one(
    @By() by: Caller,
    @Parsed() { params }: Input<'GET /staff/checkouts/:key'>,
  ): Promise<Reply<'GET /staff/checkouts/:key'>> {
    return this.views.one(by.staff.storeId, params.key)
  }

  @Route('POST /staff/checkouts/:key/commits')
  commit(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'POST /staff/checkouts/:key/commits'>,
  ): Promise<Reply<'POST /staff/checkouts/:key/commits'>> {
    return this.committing.commit(tillOfStaff(by.staff), params.key, body)
  }

  @Route('POST /staff/checkouts/:key/cancellations')
  cancel(
    @By() by: Caller,
    @Parsed() { params }: Input<'POST /staff/checkouts/:key/cancellations'>,
  ): Promise<Reply<'POST /staff/checkouts/:key/cancellations'>> {
    return this.ending.cancel(tillOfStaff(by.staff), params.key)
  }

  @Route('POST /staff/checkouts/:key/reversals')
  reverse(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'POST /staff/checkouts/:key/reversals'>,
  ): Promise<Reply<'POST /staff/checkouts/:key/reversals'>> {
    return this.reversing.reverse(tillOfStaff(by.staff), params.key, body)
  }
}

@Controller()
export class TillSettingsHttp {
  constructor(@Inject(TillSettings) private readonly settings: TillSettings) {}

  @Route('GET /console/till-settings')
  show(): Promise<Reply<'GET /console/till-settings'>> {
    return this.settings.view()
  }

  @Route('POST /console/till-settings/versions')
  publish(
    @By() by: Caller,
    @Parsed() { body }: Input<'POST /console/till-settings/versions'>,
  ): Promise<Reply<'POST /console/till-settings/versions'>> {
    return this.settings.publish(by.operator, body)
  }
}
