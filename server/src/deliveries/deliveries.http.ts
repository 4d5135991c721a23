import { Controller, Inject } from '@nestjs/common'
import { By, type Caller, type Input, Parsed, type Reply, Route } from '../http.js'
import { Campaigns } from './campaigns.service.js'
import { Forecasts } from './forecasts.service.js'
import { Inbox } from './inbox.service.js'
import { MessageDesk } from './message-desk.service.js'
import { SendFigures } from './send-figures.service.js'
import { Wishes } from './wishes.service.js'

@Controller()
export class InboxHttp {
  constructor(
    @Inject(Inbox) private readonly inbox: Inbox,
    @Inject(Wishes) private readonly wishes: Wishes,
  ) {}

  @Route('GET /member/messages')
  page(@By() by: Caller, @Parsed() { query }: Input<'GET /member/messages'>): Promise<Reply<'GET /member/messages'>> {
    return this.inbox.page(by.memberId, query)
  }

  @Route('POST /member/messages/reads')
  read(
    @By() by: Caller,
    @Parsed() { body }: Input<'POST /member/messages/reads'>,
  ): Promise<Reply<'POST /member/messages/reads'>> {
    return this.inbox.read(by.memberId, body)
  }

  @Route('GET /member/reminders')
  reminders(@By() by: Caller): Promise<Reply<'GET /member/reminders'>> {
    return this.wishes.of(by.memberId)
  }

  @Route('PUT /member/reminders/:kind')
  choose(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'PUT /member/reminders/:kind'>,
  ): Promise<Reply<'PUT /member/reminders/:kind'>> {
    return this.wishes.choose(by.memberId, params.kind, body.wanted)
  }

  @Route('POST /member/grants')
  grants(@By() by: Caller, @Parsed() { body }: Input<'POST /member/grants'>): Promise<Reply<'POST /member/grants'>> {
    return this.wishes.report(by.memberId, body)
  }

  @Route('GET /member/reminder-asks')
  asks(
    @By() by: Caller,
    @Parsed() { query }: Input<'GET /member/reminder-asks'>,
  ): Promise<Reply<'GET /member/reminder-asks'>> {
    return this.wishes.asks(by.memberId, query)
  }
}

@Controller()
export class MessageDeskHttp {
  constructor(
    @Inject(MessageDesk) private readonly desk: MessageDesk,
    @Inject(SendFigures) private readonly figures: SendFigures,
    @Inject(Campaigns) private readonly campaigns: Campaigns,
    @Inject(Forecasts) private readonly forecasts: Forecasts,
    @Inject(Inbox) private readonly inbox: Inbox,
  ) {}

  @Route('GET /console/message-templates')
  templates(): Promise<Reply<'GET /console/message-templates'>> {
    return this.desk.templates()
  }

  @Route('GET /console/message-templates/:kind/:channel')
  versions(
    @Parsed() { params }: Input<'GET /console/message-templates/:kind/:channel'>,
  ): Promise<Reply<'GET /console/message-templates/:kind/:channel'>> {
    return this.desk.versions(params)
  }

  @Route('PUT /console/message-templates')
  saveTemplate(
    @By() by: Caller,
    @Parsed() { body }: Input<'PUT /console/message-templates'>,
  ): Promise<Reply<'PUT /console/message-templates'>> {
    return this.desk.saveTemplate(by.operator, body)
  }

  @Route('GET /console/sends')
  sends(@Parsed() { query }: Input<'GET /console/sends'>): Promise<Reply<'GET /console/sends'>> {
    return this.figures.page(query)
  }

  @Route('POST /console/sends/estimates')
  estimate(
    @Parsed() { body }: Input<'POST /console/sends/estimates'>,
  ): Promise<Reply<'POST /console/sends/estimates'>> {
    return this.campaigns.estimate(body)
  }

  @Route('POST /console/sends')
  send(@By() by: Caller, @Parsed() { body }: Input<'POST /console/sends'>): Promise<Reply<'POST /console/sends'>> {
    return this.desk.send(by.operator, body)
  }

  @Route('POST /console/sends/:code/orders')
  order(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'POST /console/sends/:code/orders'>,
  ): Promise<Reply<'POST /console/sends/:code/orders'>> {
    return this.desk.order(by.operator, params.code, body)
  }

  @Route('GET /console/message-limits')
  limits(): Promise<Reply<'GET /console/message-limits'>> {
    return this.desk.limits()
  }

  @Route('PUT /console/message-limits')
  saveLimits(
    @By() by: Caller,
    @Parsed() { body }: Input<'PUT /console/message-limits'>,
  ): Promise<Reply<'PUT /console/message-limits'>> {
    return this.desk.saveLimits(by.operator, body)
  }

  @Route('GET /console/members/:memberNo/forecasts')
  forecast(
    @Parsed() { params }: Input<'GET /console/members/:memberNo/forecasts'>,
  ): Promise<Reply<'GET /console/members/:memberNo/forecasts'>> {
    return this.forecasts.of(params.memberNo)
  }

  @Route('GET /console/members/:memberNo/messages')
  ofMember(
    @Parsed() { params, query }: Input<'GET /console/members/:memberNo/messages'>,
  ): Promise<Reply<'GET /console/members/:memberNo/messages'>> {
    return this.inbox.ofNumber(params.memberNo, query)
  }
}
