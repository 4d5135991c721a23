import { Controller, Inject, Res, StreamableFile } from '@nestjs/common'
import type { FastifyReply } from 'fastify'
import { By, type Caller, type Input, Parsed, type Reply, Route } from '../http.js'
import { PosKeyDesk } from './pos-key-desk.service.js'
import { Premises } from './premises.service.js'

@Controller()
export class PremisesHttp {
  constructor(
    @Inject(Premises) private readonly premises: Premises,
    @Inject(PosKeyDesk) private readonly posKeys: PosKeyDesk,
  ) {}

  @Route('GET /console/stores')
  async stores(@By() by: Caller): Promise<Reply<'GET /console/stores'>> {
    return { items: await this.premises.listStores(by.operator) }
  }

  @Route('POST /console/stores')
  open(@By() by: Caller, @Parsed() { body }: Input<'POST /console/stores'>): Promise<Reply<'POST /console/stores'>> {
    return this.premises.openStore(by.operator, body)
  }

  @Route('PUT /console/stores/:id')
  change(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'PUT /console/stores/:id'>,
  ): Promise<Reply<'PUT /console/stores/:id'>> {
    return this.premises.changeStore(by.operator, Number(params.id), body)
  }

  @Route('GET /console/stores/:id/tables')
  async tables(
    @By() by: Caller,
    @Parsed() { params }: Input<'GET /console/stores/:id/tables'>,
  ): Promise<Reply<'GET /console/stores/:id/tables'>> {
    return { items: await this.premises.listTables(by.operator, Number(params.id)) }
  }

  @Route('POST /console/stores/:id/tables')
  async addTables(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'POST /console/stores/:id/tables'>,
  ): Promise<Reply<'POST /console/stores/:id/tables'>> {
    return { items: await this.premises.addTables(by.operator, Number(params.id), body.names) }
  }

  @Route('GET /console/stores/:id/table-codes')
  async tableCodes(
    @By() by: Caller,
    @Parsed() { params }: Input<'GET /console/stores/:id/table-codes'>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { pdf, fileName } = await this.premises.printCodes(by.operator, Number(params.id))
    // A scene is as good as sitting at the table: no cache keeps it.
    void reply.header('cache-control', 'no-store')
    return new StreamableFile(pdf, { type: 'application/pdf', disposition: `inline; filename="${fileName}"` })
  }

  @Route('PATCH /console/tables/:id')
  enableTable(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'PATCH /console/tables/:id'>,
  ): Promise<Reply<'PATCH /console/tables/:id'>> {
    return this.premises.enableTable(by.operator, Number(params.id), body.enabled)
  }

  @Route('POST /console/tables/:id/codes')
  reissueCode(
    @By() by: Caller,
    @Parsed() { params }: Input<'POST /console/tables/:id/codes'>,
  ): Promise<Reply<'POST /console/tables/:id/codes'>> {
    return this.premises.reissueCode(by.operator, Number(params.id))
  }

  @Route('GET /console/stores/:id/pos-keys')
  keys(
    @By() by: Caller,
    @Parsed() { params }: Input<'GET /console/stores/:id/pos-keys'>,
  ): Promise<Reply<'GET /console/stores/:id/pos-keys'>> {
    return this.posKeys.list(by.operator, Number(params.id))
  }

  @Route('POST /console/stores/:id/pos-keys')
  issueKey(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'POST /console/stores/:id/pos-keys'>,
  ): Promise<Reply<'POST /console/stores/:id/pos-keys'>> {
    return this.posKeys.issue(by.operator, Number(params.id), body)
  }

  @Route('DELETE /console/pos-keys/:id')
  revokeKey(
    @By() by: Caller,
    @Parsed() { params }: Input<'DELETE /console/pos-keys/:id'>,
  ): Promise<Reply<'DELETE /console/pos-keys/:id'>> {
    return this.posKeys.revoke(by.operator, Number(params.id))
  }

  @Route('GET /console/staff')
  async staff(@By() by: Caller): Promise<Reply<'GET /console/staff'>> {
    return { items: await this.premises.listStaff(by.operator) }
  }

  @Route('POST /console/staff')
  invite(@By() by: Caller, @Parsed() { body }: Input<'POST /console/staff'>): Promise<Reply<'POST /console/staff'>> {
    return this.premises.inviteStaff(by.operator, body)
  }

  @Route('DELETE /console/staff/:id')
  revoke(
    @By() by: Caller,
    @Parsed() { params }: Input<'DELETE /console/staff/:id'>,
  ): Promise<Reply<'DELETE /console/staff/:id'>> {
    return this.premises.revokeStaff(by.operator, Number(params.id))
  }
}
