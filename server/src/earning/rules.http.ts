import { Controller, Inject } from '@nestjs/common'
import { By, type Caller, type Input, Parsed, type Reply, Route } from '../http.js'
import { RuleDesk } from './rule-desk.service.js'
import { Simulations } from './simulations.service.js'

@Controller()
export class RulesHttp {
  constructor(
    @Inject(RuleDesk) private readonly desk: RuleDesk,
    @Inject(Simulations) private readonly simulations: Simulations,
  ) {}

  @Route('GET /console/rules')
  list(): Promise<Reply<'GET /console/rules'>> {
    return this.desk.list()
  }

  @Route('GET /console/rules/:code')
  detail(@Parsed() { params }: Input<'GET /console/rules/:code'>): Promise<Reply<'GET /console/rules/:code'>> {
    return this.desk.detail(params.code)
  }

  @Route('POST /console/rules')
  create(@By() by: Caller, @Parsed() { body }: Input<'POST /console/rules'>): Promise<Reply<'POST /console/rules'>> {
    return this.desk.create(by.operator, body)
  }

  @Route('PUT /console/rules/:code/draft')
  save(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'PUT /console/rules/:code/draft'>,
  ): Promise<Reply<'PUT /console/rules/:code/draft'>> {
    return this.desk.save(by.operator, params.code, body)
  }

  @Route('POST /console/rules/checks')
  check(@Parsed() { body }: Input<'POST /console/rules/checks'>): Promise<Reply<'POST /console/rules/checks'>> {
    return this.desk.check(body)
  }

  @Route('PUT /console/rules/:code/ticks')
  tick(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'PUT /console/rules/:code/ticks'>,
  ): Promise<Reply<'PUT /console/rules/:code/ticks'>> {
    return this.desk.tick(by.operator, params.code, body)
  }

  @Route('POST /console/rules/:code/versions')
  publish(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'POST /console/rules/:code/versions'>,
  ): Promise<Reply<'POST /console/rules/:code/versions'>> {
    return this.desk.publish(by.operator, params.code, body)
  }

  @Route('POST /console/rules/:code/pauses')
  pause(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'POST /console/rules/:code/pauses'>,
  ): Promise<Reply<'POST /console/rules/:code/pauses'>> {
    return this.desk.pause(by.operator, params.code, body)
  }

  @Route('POST /console/rules/:code/withdrawals')
  withdraw(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'POST /console/rules/:code/withdrawals'>,
  ): Promise<Reply<'POST /console/rules/:code/withdrawals'>> {
    return this.desk.withdraw(by.operator, params.code, body)
  }

  @Route('GET /console/rule-templates')
  templates(): Promise<Reply<'GET /console/rule-templates'>> {
    return this.desk.templates()
  }

  @Route('GET /console/rule-options')
  options(): Promise<Reply<'GET /console/rule-options'>> {
    return this.desk.options()
  }

  @Route('POST /console/simulations')
  simulate(@Parsed() { body }: Input<'POST /console/simulations'>): Promise<Reply<'POST /console/simulations'>> {
    return this.simulations.run(body)
  }
}
