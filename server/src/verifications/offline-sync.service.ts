import type { OfflineItem } from '@huitou/shared/offline'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { type Db, isDuplicate, type Tx } from '../db.js'
import type { Caller, Input, Reply } from '../http.js'
import { OfflineKeys } from '../members/offline-keys.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB } from '../tokens.js'
import type { HandedIn } from './offline-book.service.js'
import { OfflineRecords, type OfflineRow, outcomeOf } from './offline-records.service.js'
import { OfflineTaker } from './offline-taker.service.js'
import { hashOf } from './requests.rules.js'
import { VerificationSettings } from './verification-settings.service.js'

type Staff = Caller['staff']

/** Takes what phones accepted without a network: each once, in their order, and never without an outcome. */
@Injectable()
export class OfflineSync {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(OfflineKeys) private readonly keys: OfflineKeys,
    @Inject(VerificationSettings) private readonly settings: VerificationSettings,
    @Inject(OfflineRecords) private readonly records: OfflineRecords,
    @Inject(OfflineTaker) private readonly taker: OfflineTaker,
  ) {}

  /**
   * One after the other by `seq`, each in a transaction of its own, so that a fault in the middle leaves the earlier ones
   * done and the later ones to be sent again. Refuses `offline.different` for a `seq` that stood for something else.
   */
  async take(
    staff: Staff,
    { deviceId, items }: Input<'POST /staff/offline-verifications'>['body'],
  ): Promise<Reply<'POST /staff/offline-verifications'>> {
    const rows: OfflineRow[] = []
    for (const item of items.toSorted((one, other) => one.seq - other.seq)) {
      rows.push(await this.takeOne(staff, deviceId, item))
    }
    return { items: rows.map(outcomeOf) }
  }

  private async takeOne(staff: Staff, deviceId: string, item: OfflineItem): Promise<OfflineRow> {
    const hash = hashOf(item)
    const known = await this.db.transaction(tx => this.before(tx, { staff, deviceId, item, hash }))
    if (known) return known
    const handed = await this.read(staff, deviceId, { item, hash })
    try {
      return await this.taker.decide(handed)
    } catch (error) {
      // The same phone sends twice at once, and the other one was quicker.
      if (!isDuplicate(error)) throw error
      const first = await this.db.transaction(tx => this.before(tx, handed))
      if (!first) throw error
      return first
    }
  }

  private async before(
    tx: Tx,
    { staff, deviceId, item, hash }: Pick<HandedIn, 'staff' | 'deviceId' | 'item' | 'hash'>,
  ): Promise<OfflineRow | null> {
    const row = await this.records.find(tx, { staff_id: staff.id, device_id: deviceId, seq: item.seq })
    if (row && !row.body_hash.equals(hash)) throw new Refusal('offline.different', { seq: item.seq })
    return row
  }

  private async read(staff: Staff, deviceId: string, of: { item: OfflineItem; hash: Buffer }): Promise<HandedIn> {
    const [token, { offline }] = await Promise.all([this.keys.read(of.item.token), this.settings.current()])
    const now = this.clock.now()
    const said = new Date(of.item.acceptedAt)
    const at = said > now ? now : said
    return {
      staff,
      deviceId,
      ...of,
      token: typeof token === 'string' ? null : token,
      at,
      skewSeconds: 0,
      allowance: offline,
    }
  }
}
