import { Controller, Inject } from '@nestjs/common'
import { By, type Caller, type Input, Parsed, type Reply, Route } from '../http.js'
import { Books } from './books.service.js'
import { MembersDesk } from './members-desk.service.js'
import { Overview } from './overview.service.js'

@Controller()
export class SupportHttp {
  constructor(
    @Inject(MembersDesk) private readonly desk: MembersDesk,
    @Inject(Overview) private readonly figures: Overview,
    @Inject(Books) private readonly ledgerBooks: Books,
  ) {}

  @Route('GET /console/overview')
  overview(@By() by: Caller): Promise<Reply<'GET /console/overview'>> {
    return this.figures.overview(by.operator)
  }

  @Route('GET /console/members')
  members(@Parsed() { query }: Input<'GET /console/members'>): Promise<Reply<'GET /console/members'>> {
    return this.desk.list(query)
  }

  @Route('GET /console/members/:memberNo')
  member(
    @Parsed() { params }: Input<'GET /console/members/:memberNo'>,
  ): Promise<Reply<'GET /console/members/:memberNo'>> {
    return this.desk.profile(params.memberNo)
  }

  @Route('GET /console/members/:memberNo/entries')
  entries(
    @Parsed() { params, query }: Input<'GET /console/members/:memberNo/entries'>,
  ): Promise<Reply<'GET /console/members/:memberNo/entries'>> {
    return this.desk.entries(params.memberNo, query)
  }

  @Route('GET /console/members/:memberNo/entries/:entryNo')
  entry(
    @Parsed() { params }: Input<'GET /console/members/:memberNo/entries/:entryNo'>,
  ): Promise<Reply<'GET /console/members/:memberNo/entries/:entryNo'>> {
    return this.desk.entry(params.memberNo, params.entryNo)
  }

  @Route('GET /console/entries/:entryNo')
  findEntry(
    @Parsed() { params }: Input<'GET /console/entries/:entryNo'>,
  ): Promise<Reply<'GET /console/entries/:entryNo'>> {
    return this.desk.findEntry(params.entryNo)
  }

  @Route('POST /console/members/:memberNo/reveals')
  reveal(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'POST /console/members/:memberNo/reveals'>,
  ): Promise<Reply<'POST /console/members/:memberNo/reveals'>> {
    return this.desk.reveal(by.operator, params.memberNo, body.reason)
  }

  @Route('GET /console/purchases')
  purchases(
    @By() by: Caller,
    @Parsed() { query }: Input<'GET /console/purchases'>,
  ): Promise<Reply<'GET /console/purchases'>> {
    return this.figures.purchases(query, by.operator)
  }

  @Route('GET /console/books')
  books(): Promise<Reply<'GET /console/books'>> {
    return this.ledgerBooks.check()
  }
}
