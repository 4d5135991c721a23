import { Controller, Inject } from '@nestjs/common'
import { By, type Caller, type Input, Parsed, type Reply, Route } from '../http.js'
import { ManualAwards } from './manual-awards.service.js'
import { SettingsDesk } from './settings-desk.service.js'

@Controller()
export class EarningOfficeHttp {
  constructor(
    @Inject(SettingsDesk) private readonly settings: SettingsDesk,
    @Inject(ManualAwards) private readonly awards: ManualAwards,
  ) {}

  @Route('GET /console/earning-settings')
  show(): Promise<Reply<'GET /console/earning-settings'>> {
    return this.settings.view()
  }

  @Route('POST /console/earning-settings/versions')
  publish(
    @By() by: Caller,
    @Parsed() { body }: Input<'POST /console/earning-settings/versions'>,
  ): Promise<Reply<'POST /console/earning-settings/versions'>> {
    return this.settings.publish(by.operator, body)
  }

  @Route('GET /console/members/:memberNo/awards')
  offers(
    @By() by: Caller,
    @Parsed() { params }: Input<'GET /console/members/:memberNo/awards'>,
  ): Promise<Reply<'GET /console/members/:memberNo/awards'>> {
    return this.awards.offers(by.operator, params.memberNo)
  }

  @Route('POST /console/members/:memberNo/awards')
  give(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'POST /console/members/:memberNo/awards'>,
  ): Promise<Reply<'POST /console/members/:memberNo/awards'>> {
    return this.awards.give(by.operator, params.memberNo, body)
  }
}
