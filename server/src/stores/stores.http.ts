import { Controller, Inject } from '@nestjs/common'
import { By, type Caller, type Input, Parsed, type Reply, Route } from '../http.js'
import { StaffService } from './staff.service.js'
import { Stores, viewOf } from './stores.service.js'
import { TableVisits } from './table-visits.service.js'
import { Tables } from './tables.service.js'

/** What diners and staff do with stores and tables; the console's side of it is in operators. */
@Controller()
export class StoresHttp {
  constructor(
    @Inject(Stores) private readonly stores: Stores,
    @Inject(Tables) private readonly tables: Tables,
    @Inject(TableVisits) private readonly visits: TableVisits,
    @Inject(StaffService) private readonly staff: StaffService,
  ) {}

  @Route('GET /stores')
  async list(): Promise<Reply<'GET /stores'>> {
    return { items: (await this.stores.list()).map(viewOf) }
  }

  @Route('GET /tables/:scene')
  async table(@Parsed() { params }: Input<'GET /tables/:scene'>): Promise<Reply<'GET /tables/:scene'>> {
    return this.tables.view(await this.tables.byScene(params.scene))
  }

  @Route('POST /staff/bindings')
  bind(@By() by: Caller, @Parsed() { body }: Input<'POST /staff/bindings'>): Promise<Reply<'POST /staff/bindings'>> {
    return this.staff.bind(by.identityId, body.invite)
  }

  @Route('POST /member/table-visits')
  sit(
    @By() by: Caller,
    @Parsed() { body }: Input<'POST /member/table-visits'>,
  ): Promise<Reply<'POST /member/table-visits'>> {
    return this.visits.sit(by.memberId, body.scene)
  }

  @Route('GET /member/table-visit')
  async current(@By() by: Caller): Promise<Reply<'GET /member/table-visit'>> {
    return { visit: await this.visits.current(by.memberId) }
  }

  @Route('DELETE /member/table-visit')
  async leave(@By() by: Caller): Promise<Reply<'DELETE /member/table-visit'>> {
    await this.visits.leave(by.memberId)
    return { done: true }
  }
}
