import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import type { Config } from '../config.js'
import { type Db, isDuplicate } from '../db.js'
import type { Reply } from '../http.js'
import { Refusal } from '../refusal.js'
import { CLOCK, CONFIG, DB } from '../tokens.js'
import { AHEAD, barcode, qrToken, readCode, WINDOW_MS, windowAt } from './codes.rules.js'

const WINDOWS_GIVEN = 4
const REFRESH_AFTER_MS = 45_000
// The same till may send its scan again when the answer was lost.
const RESCAN_MS = 120_000

interface UseRow {
  used_by: string
  used_at: Date
}

/** Member codes as the phone shows them and the till reads them. Used once, checked online. */
@Injectable()
export class MemberCodes {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The codes of the next ninety seconds or more, without those used already. Times are relative to now. */
  async issue(memberId: number, memberNo: string): Promise<Reply<'POST /member/codes'>> {
    const now = this.clock.now().getTime()
    const first = windowAt(now)
    const used = await this.db.query<{ window_no: number }>(
      'SELECT window_no FROM member_code_use WHERE member_id = ? AND window_no >= ?',
      [memberId, first],
    )
    const spent = new Set(used.map(row => row.window_no))
    const windows = Array.from({ length: WINDOWS_GIVEN + spent.size }, (_, i) => first + i).filter(
      window => !spent.has(window),
    )
    const codes = windows.slice(0, WINDOWS_GIVEN).map((window, index) => ({
      qr: qrToken(this.config.keys.code, { memberNo, window }),
      barcode: barcode(this.config.keys.code, { memberNo, window }),
      // The first is shown as soon as a till takes it, which is one window early.
      fromMs: Math.max(0, (index === 0 ? window - AHEAD : window) * WINDOW_MS - now),
      untilMs: (window + 1) * WINDOW_MS - now,
    }))
    return { memberNo, codes, refreshAfterMs: REFRESH_AFTER_MS }
  }

  /**
   * Uses a scanned code up and answers whose it is. Refuses code.unknown, code.expired, code.used; the same till scanning
   * the same code again within two minutes gets the same answer.
   */
  async use(code: string, by: { storeId: number; who: string }): Promise<number> {
    const now = this.clock.now()
    const claim = readCode(this.config.keys.code, code, now.getTime())
    if (claim === 'UNKNOWN') throw new Refusal('code.unknown')
    if (claim === 'EXPIRED') throw new Refusal('code.expired')
    const [member] = await this.db.query<{ id: number }>('SELECT id FROM member WHERE member_no = ?', [claim.memberNo])
    if (!member) throw new Refusal('code.unknown')
    await this.spend({ memberId: member.id, window: claim.window }, by)
    return member.id
  }

  /**
   * Uses an offline code of a member up where it is shown with a network. Refuses `code.used`, but for the same till within
   * two minutes. Windows count up from nought, so the seconds of offline codes go below.
   */
  spendOffline(memberId: number, issuedAt: number, by: { storeId: number; who: string }): Promise<void> {
    return this.spend({ memberId, window: -Math.floor(issuedAt / 1000) }, by)
  }

  private async spend(key: { memberId: number; window: number }, by: { storeId: number; who: string }): Promise<void> {
    const now = this.clock.now()
    try {
      await this.db.query(
        'INSERT INTO member_code_use (member_id, window_no, used_at, store_id, used_by) VALUES (?, ?, ?, ?, ?)',
        [key.memberId, key.window, now, by.storeId, by.who],
      )
    } catch (error) {
      if (!isDuplicate(error)) throw error
      await this.refuseUnlessSame(key, by.who, now)
    }
  }

  private async refuseUnlessSame(key: { memberId: number; window: number }, who: string, now: Date): Promise<void> {
    const [use] = await this.db.query<UseRow>(
      'SELECT used_by, used_at FROM member_code_use WHERE member_id = ? AND window_no = ?',
      [key.memberId, key.window],
    )
    if (use?.used_by === who && now.getTime() - use.used_at.getTime() < RESCAN_MS) return
    throw new Refusal('code.used', use ? { usedAt: use.used_at.toISOString() } : undefined)
  }
}
