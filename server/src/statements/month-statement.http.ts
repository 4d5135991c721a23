import { Controller, Inject, Res, StreamableFile } from '@nestjs/common'
import type { FastifyReply } from 'fastify'
import { By, type Caller, type Input, Parsed, type Reply, Route } from '../http.js'
import { MonthStatements } from './month-statement.service.js'

@Controller()
export class MonthStatementsHttp {
  constructor(@Inject(MonthStatements) private readonly months: MonthStatements) {}

  @Route('GET /member/statements/:month')
  own(
    @By() by: Caller,
    @Parsed() { params }: Input<'GET /member/statements/:month'>,
  ): Promise<Reply<'GET /member/statements/:month'>> {
    return this.months.of(by.memberId, params.month)
  }

  @Route('GET /console/members/:memberNo/statements/:month')
  month(
    @Parsed() { params }: Input<'GET /console/members/:memberNo/statements/:month'>,
  ): Promise<Reply<'GET /console/members/:memberNo/statements/:month'>> {
    return this.months.ofNumber(params.memberNo, params.month)
  }

  @Route('GET /console/members/:memberNo/statements/:month/csv')
  async file(
    @Parsed() { params }: Input<'GET /console/members/:memberNo/statements/:month/csv'>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { csv, fileName } = await this.months.file(params.memberNo, params.month)
    void reply.header('cache-control', 'no-store')
    return new StreamableFile(csv, {
      type: 'text/csv; charset=utf-8',
      disposition: `attachment; filename="${fileName}"`,
    })
  }

  @Route('GET /console/members/:memberNo/balances')
  balances(
    @Parsed() { params, query }: Input<'GET /console/members/:memberNo/balances'>,
  ): Promise<Reply<'GET /console/members/:memberNo/balances'>> {
    return this.months.at(params.memberNo, query.at)
  }
}
