import { Controller, Inject } from '@nestjs/common'
import { By, type Caller, type Input, Parsed, type Reply, Route } from '../http.js'
import { Menu } from './menu.service.js'
import { Quotes } from './quotes.service.js'
import { Scans } from './scans.service.js'
import { Tills, tillOfPos, tillOfStaff } from './tills.service.js'

@Controller()
export class StaffBillsHttp {
  constructor(
    @Inject(Tills) private readonly tills: Tills,
    @Inject(Quotes) private readonly quotes: Quotes,
  ) {}

  @Route('GET /staff/workbench')
  workbench(@By() by: Caller): Promise<Reply<'GET /staff/workbench'>> {
    return this.tills.workbench(by.staff)
  }

  @Route('GET /staff/quote')
  quote(@By() by: Caller, @Parsed() { query }: Input<'GET /staff/quote'>): Promise<Reply<'GET /staff/quote'>> {
    return this.quotes.quote(tillOfStaff(by.staff), query)
  }

  @Route('POST /staff/bills')
  record(@By() by: Caller, @Parsed() { body }: Input<'POST /staff/bills'>): Promise<Reply<'POST /staff/bills'>> {
    return this.tills.staffBill(by.staff, body)
  }

  @Route('GET /staff/bills')
  recent(@By() by: Caller, @Parsed() { query }: Input<'GET /staff/bills'>): Promise<Reply<'GET /staff/bills'>> {
    return this.tills.recent(by.staff.storeId, query)
  }

  @Route('GET /staff/bills/:billNo')
  one(
    @By() by: Caller,
    @Parsed() { params }: Input<'GET /staff/bills/:billNo'>,
  ): Promise<Reply<'GET /staff/bills/:billNo'>> {
    return this.tills.bill(by.staff.storeId, params.billNo)
  }
}

@Controller()
export class PosBillsHttp {
  constructor(
    @Inject(Tills) private readonly tills: Tills,
    @Inject(Quotes) private readonly quotes: Quotes,
    @Inject(Scans) private readonly scans: Scans,
  ) {}

  @Route('POST /pos/scans')
  scan(@By() by: Caller, @Parsed() { body }: Input<'POST /pos/scans'>): Promise<Reply<'POST /pos/scans'>> {
    return this.scans.recognise(tillOfPos(by.pos), body.code)
  }

  @Route('GET /pos/quote')
  quote(@By() by: Caller, @Parsed() { query }: Input<'GET /pos/quote'>): Promise<Reply<'GET /pos/quote'>> {
    return this.quotes.quote(tillOfPos(by.pos), query)
  }

  @Route('POST /pos/bills')
  record(@By() by: Caller, @Parsed() { body }: Input<'POST /pos/bills'>): Promise<Reply<'POST /pos/bills'>> {
    return this.tills.posBill(by.pos, body)
  }

  @Route('GET /pos/bills/:billNo')
  one(
    @By() by: Caller,
    @Parsed() { params }: Input<'GET /pos/bills/:billNo'>,
  ): Promise<Reply<'GET /pos/bills/:billNo'>> {
    return this.tills.bill(by.pos.storeId, params.billNo)
  }
}

@Controller()
export class MenuHttp {
  constructor(@Inject(Menu) private readonly menu: Menu) {}

  @Route('GET /console/products')
  list(@Parsed() { query }: Input<'GET /console/products'>): Promise<Reply<'GET /console/products'>> {
    return this.menu.list(query)
  }

  @Route('PUT /console/products')
  change(
    @By() by: Caller,
    @Parsed() { body }: Input<'PUT /console/products'>,
  ): Promise<Reply<'PUT /console/products'>> {
    return this.menu.change(by.operator, body)
  }
}
