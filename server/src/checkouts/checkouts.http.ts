import { Controller, Inject } from '@nestjs/common'
import { By, type Caller, type Input, Parsed, type Reply, Route } from '../http.js'
import { tillOfPos, tillOfStaff } from '../purchases/tills.service.js'
import { BillRefunds } from './bill-refunds.service.js'
import { Checkouts } from './checkouts.service.js'
import { OffsetSettings } from './offset-settings.service.js'
import { TableBillNews } from './table-bill-news.service.js'
import { TableBills } from './table-bills.service.js'

/** What members ask of a bill at their table; paying it is in settlements. */
@Controller()
export class MemberTableBillHttp {
  constructor(
    @Inject(TableBillNews) private readonly news: TableBillNews,
    @Inject(Checkouts) private readonly checkouts: Checkouts,
  ) {}

  @Route('GET /member/table-bill')
  bill(
    @By() by: Caller,
    @Parsed() { query }: Input<'GET /member/table-bill'>,
  ): Promise<Reply<'GET /member/table-bill'>> {
    return this.news.wait(by.memberId, query)
  }

  @Route('POST /member/checkouts/quotes')
  quote(
    @By() by: Caller,
    @Parsed() { body }: Input<'POST /member/checkouts/quotes'>,
  ): Promise<Reply<'POST /member/checkouts/quotes'>> {
    return this.checkouts.quote(by.memberId, body)
  }
}

@Controller()
export class StaffTableBillsHttp {
  constructor(
    @Inject(TableBills) private readonly bills: TableBills,
    @Inject(BillRefunds) private readonly refunds: BillRefunds,
  ) {}

  @Route('POST /staff/table-bills')
  open(
    @By() by: Caller,
    @Parsed() { body }: Input<'POST /staff/table-bills'>,
  ): Promise<Reply<'POST /staff/table-bills'>> {
    return this.bills.open(tillOfStaff(by.staff), body)
  }

  @Route('GET /staff/table-bills')
  list(
    @By() by: Caller,
    @Parsed() { query }: Input<'GET /staff/table-bills'>,
  ): Promise<Reply<'GET /staff/table-bills'>> {
    return this.bills.list(by.staff.storeId, query)
  }

  @Route('POST /staff/table-bills/:billNo/withdrawals')
  withdraw(
    @By() by: Caller,
    @Parsed() { params }: Input<'POST /staff/table-bills/:billNo/withdrawals'>,
  ): Promise<Reply<'POST /staff/table-bills/:billNo/withdrawals'>> {
    return this.bills.withdraw(tillOfStaff(by.staff), params.billNo)
  }

  @Route('POST /staff/bills/:billNo/refunds')
  refund(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'POST /staff/bills/:billNo/refunds'>,
  ): Promise<Reply<'POST /staff/bills/:billNo/refunds'>> {
    return this.refunds.refund(tillOfStaff(by.staff), params.billNo, body)
  }
}

@Controller()
export class PosTableBillsHttp {
  constructor(
    @Inject(TableBills) private readonly bills: TableBills,
    @Inject(BillRefunds) private readonly refunds: BillRefunds,
  ) {}

  @Route('POST /pos/table-bills')
  open(@By() by: Caller, @Parsed() { body }: Input<'POST /pos/table-bills'>): Promise<Reply<'POST /pos/table-bills'>> {
    return this.bills.open(tillOfPos(by.pos), body)
  }

  @Route('GET /pos/table-bills/:billNo')
  one(
    @By() by: Caller,
    @Parsed() { params }: Input<'GET /pos/table-bills/:billNo'>,
  ): Promise<Reply<'GET /pos/table-bills/:billNo'>> {
    return this.bills.one(by.pos.storeId, params.billNo)
  }

  @Route('POST /pos/table-bills/:billNo/withdrawals')
  withdraw(
    @By() by: Caller,
    @Parsed() { params }: Input<'POST /pos/table-bills/:billNo/withdrawals'>,
  ): Promise<Reply<'POST /pos/table-bills/:billNo/withdrawals'>> {
    return this.bills.withdraw(tillOfPos(by.pos), params.billNo)
  }

  @Route('POST /pos/bills/:billNo/refunds')
  refund(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'POST /pos/bills/:billNo/refunds'>,
  ): Promise<Reply<'POST /pos/bills/:billNo/refunds'>> {
    return this.refunds.refund(tillOfPos(by.pos), params.billNo, body)
  }
}

@Controller()
export class OffsetSettingsHttp {
  constructor(@Inject(OffsetSettings) private readonly settings: OffsetSettings) {}

  @Route('GET /console/offset-settings')
  show(): Promise<Reply<'GET /console/offset-settings'>> {
    return this.settings.view()
  }

  @Route('POST /console/offset-settings/versions')
  publish(
    @By() by: Caller,
    @Parsed() { body }: Input<'POST /console/offset-settings/versions'>,
  ): Promise<Reply<'POST /console/offset-settings/versions'>> {
    return this.settings.publish(by.operator, body)
  }
}
