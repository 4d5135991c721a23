import { Controller, Inject } from '@nestjs/common'
import { By, type Caller, type Input, Parsed, type Reply, Route } from '../http.js'
import { News } from './news.service.js'
import { Statements } from './statements.service.js'

@Controller()
export class StatementsHttp {
  constructor(
    @Inject(Statements) private readonly statements: Statements,
    @Inject(News) private readonly news: News,
  ) {}

  @Route('GET /member/entries')
  page(@By() by: Caller, @Parsed() { query }: Input<'GET /member/entries'>): Promise<Reply<'GET /member/entries'>> {
    return this.statements.page(by.memberId, query)
  }

  @Route('GET /member/entries/:entryNo')
  detail(
    @By() by: Caller,
    @Parsed() { params }: Input<'GET /member/entries/:entryNo'>,
  ): Promise<Reply<'GET /member/entries/:entryNo'>> {
    return this.statements.detail(by.memberId, params.entryNo)
  }

  @Route('GET /member/news')
  wait(@By() by: Caller, @Parsed() { query }: Input<'GET /member/news'>): Promise<Reply<'GET /member/news'>> {
    return this.news.wait(by.memberId, query.after, query.waitSeconds)
  }
}
