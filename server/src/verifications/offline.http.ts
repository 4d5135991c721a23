import { Controller, Inject } from '@nestjs/common'
import { By, type Caller, type Input, Parsed, type Reply, Route } from '../http.js'
import { OfflineKit } from './offline-kit.service.js'
import { OfflineRecords } from './offline-records.service.js'
import { OfflineSync } from './offline-sync.service.js'
import { OfflineTokens } from './offline-tokens.service.js'

/** Signed codes for members who go where there is no network. */
@Controller()
export class MemberOfflineHttp {
  constructor(@Inject(OfflineTokens) private readonly tokens: OfflineTokens) {}

  @Route('GET /member/offline-tokens')
  mine(@By() by: Caller): Promise<Reply<'GET /member/offline-tokens'>> {
    return this.tokens.of(by.memberId)
  }
}

/** What waiters accept without a network. */
@Controller()
export class StaffOfflineHttp {
  constructor(
    @Inject(OfflineKit) private readonly kit: OfflineKit,
    @Inject(OfflineSync) private readonly sync: OfflineSync,
    @Inject(OfflineRecords) private readonly records: OfflineRecords,
  ) {}

  @Route('GET /staff/offline-kit')
  take(
    @By() by: Caller,
    @Parsed() { query }: Input<'GET /staff/offline-kit'>,
  ): Promise<Reply<'GET /staff/offline-kit'>> {
    return this.kit.of(by.staff, query)
  }

  @Route('POST /staff/offline-verifications')
  handIn(
    @By() by: Caller,
    @Parsed() { body }: Input<'POST /staff/offline-verifications'>,
  ): Promise<Reply<'POST /staff/offline-verifications'>> {
    return this.sync.take(by.staff, body)
  }

  @Route('GET /staff/offline-verifications')
  list(
    @By() by: Caller,
    @Parsed() { query }: Input<'GET /staff/offline-verifications'>,
  ): Promise<Reply<'GET /staff/offline-verifications'>> {
    return this.records.ofStore(by.staff, query)
  }
}

/** The same for the console. */
@Controller()
export class OfflineOfficeHttp {
  constructor(@Inject(OfflineRecords) private readonly records: OfflineRecords) {}

  @Route('GET /console/offline-conflicts')
  conflicts(
    @By() by: Caller,
    @Parsed() { query }: Input<'GET /console/offline-conflicts'>,
  ): Promise<Reply<'GET /console/offline-conflicts'>> {
    return this.records.conflicts(by.operator, query)
  }
}
