import { Controller, Inject } from '@nestjs/common'
import { By, type Caller, type Input, Parsed, type Reply, Route } from '../http.js'
import { Benefits } from './benefits.service.js'
import { Receipts } from './receipts.service.js'
import { requestKeyOf } from './requests.rules.js'
import { ScanDoor } from './scan-door.service.js'
import { ShownCodes } from './shown-codes.service.js'
import { VerificationNews } from './verification-news.service.js'
import { VerificationSettings } from './verification-settings.service.js'
import { Verifying } from './verifying.service.js'
import { Voids } from './voids.service.js'

@Controller()
export class StaffScansHttp {
  constructor(
    @Inject(ScanDoor) private readonly door: ScanDoor,
    @Inject(Benefits) private readonly benefits: Benefits,
    @Inject(ShownCodes) private readonly codes: ShownCodes,
  ) {}

  @Route('POST /staff/scans')
  scan(@By() by: Caller, @Parsed() { body }: Input<'POST /staff/scans'>): Promise<Reply<'POST /staff/scans'>> {
    return this.door.recognise(by.staff, body.code)
  }

  @Route('GET /staff/scans/:scanId/benefits')
  usable(
    @By() by: Caller,
    @Parsed() { params }: Input<'GET /staff/scans/:scanId/benefits'>,
  ): Promise<Reply<'GET /staff/scans/:scanId/benefits'>> {
    return this.benefits.of(by.staff, params.scanId)
  }

  @Route('POST /staff/verification-checks')
  check(
    @By() by: Caller,
    @Parsed() { body }: Input<'POST /staff/verification-checks'>,
  ): Promise<Reply<'POST /staff/verification-checks'>> {
    return this.codes.asked(by.staff, body)
  }
}

@Controller()
export class StaffVerificationsHttp {
  constructor(
    @Inject(Verifying) private readonly verifying: Verifying,
    @Inject(Voids) private readonly voids: Voids,
    @Inject(Receipts) private readonly receipts: Receipts,
  ) {}

  @Route('POST /staff/verifications')
  verify(
    @By() by: Caller,
    @Parsed() { body }: Input<'POST /staff/verifications'>,
  ): Promise<Reply<'POST /staff/verifications'>> {
    return this.verifying.take(by.staff, body)
  }

  @Route('GET /staff/verification-requests/:requestId')
  ofRequest(
    @By() by: Caller,
    @Parsed() { params }: Input<'GET /staff/verification-requests/:requestId'>,
  ): Promise<Reply<'GET /staff/verification-requests/:requestId'>> {
    return this.receipts.ofRequest(by.staff, requestKeyOf(by.staff.id, params.requestId))
  }

  @Route('GET /staff/verifications')
  recent(
    @By() by: Caller,
    @Parsed() { query }: Input<'GET /staff/verifications'>,
  ): Promise<Reply<'GET /staff/verifications'>> {
    return this.receipts.page(by.staff, query)
  }

  @Route('GET /staff/verifications/:id')
  one(
    @By() by: Caller,
    @Parsed() { params }: Input<'GET /staff/verifications/:id'>,
  ): Promise<Reply<'GET /staff/verifications/:id'>> {
    return this.receipts.get(Number(params.id), by.staff)
  }

  @Route('POST /staff/verifications/:id/voids')
  undo(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'POST /staff/verifications/:id/voids'>,
  ): Promise<Reply<'POST /staff/verifications/:id/voids'>> {
    return this.voids.undo(by.staff, Number(params.id), body)
  }
}

@Controller()
export class VerificationNewsHttp {
  constructor(@Inject(VerificationNews) private readonly news: VerificationNews) {}

  @Route('GET /member/verification-news')
  wait(
    @By() by: Caller,
    @Parsed() { query }: Input<'GET /member/verification-news'>,
  ): Promise<Reply<'GET /member/verification-news'>> {
    return this.news.wait(by.memberId, query)
  }
}

@Controller()
export class VerificationOfficeHttp {
  constructor(
    @Inject(Receipts) private readonly receipts: Receipts,
    @Inject(VerificationSettings) private readonly settings: VerificationSettings,
  ) {}

  @Route('GET /console/verifications')
  list(
    @By() by: Caller,
    @Parsed() { query }: Input<'GET /console/verifications'>,
  ): Promise<Reply<'GET /console/verifications'>> {
    return this.receipts.list(by.operator, query)
  }

  @Route('GET /console/verification-settings')
  bounds(): Promise<Reply<'GET /console/verification-settings'>> {
    return this.settings.view()
  }

  @Route('POST /console/verification-settings/versions')
  change(
    @By() by: Caller,
    @Parsed() { body }: Input<'POST /console/verification-settings/versions'>,
  ): Promise<Reply<'POST /console/verification-settings/versions'>> {
    return this.settings.publish(by.operator, body)
  }
}
