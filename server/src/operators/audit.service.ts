import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { type Db, insert, type Tx } from '../db.js'
import type { Input, Reply } from '../http.js'
import type { Ids } from '../ids.js'
import { CLOCK, DB, IDS } from '../tokens.js'

/** What operators do that somebody may ask about later. */
export type AuditAction =
  | 'OPERATOR_CREATED'
  | 'SIGN_IN'
  | 'SIGN_IN_FAILED'
  | 'SIGN_OUT'
  | 'PASSWORD_CHANGED'
  | 'PASSWORD_REFUSED'
  | 'TOTP_ENABLED'
  | 'TOTP_DISABLED'
  | 'TOTP_REFUSED'
  | 'PHONE_REVEALED'
  | 'STORE_CREATED'
  | 'STORE_CHANGED'
  | 'TABLES_ADDED'
  | 'TABLE_ENABLED'
  | 'TABLE_DISABLED'
  | 'TABLE_CODE_REISSUED'
  | 'TABLE_CODES_PRINTED'
  | 'LADDER_PUBLISHED'
  | 'STAFF_INVITED'
  | 'STAFF_REVOKED'
  | 'RULE_DRAFTED'
  | 'RULE_PUBLISHED'
  | 'RULE_PAUSED'
  | 'RULE_RESUMED'
  | 'RULE_WITHDRAWN'
  | 'PRODUCTS_CHANGED'
  | 'POS_KEY_ISSUED'
  | 'POS_KEY_REVOKED'
  | 'OPERATOR_CHANGED'
  | 'OPERATOR_DISABLED'
  | 'OPERATOR_ENABLED'
  | 'PASSWORD_ISSUED'
  | 'TOTP_RESET'
  | 'ADJUSTMENT_ASKED'
  | 'ADJUSTMENT_DONE'
  | 'ADJUSTMENT_DECLINED'
  | 'ADJUSTMENT_REFUSED'
  | 'ADJUSTMENT_LIMITS_CHANGED'
  | 'AWARD_GIVEN'
  | 'EARNING_SETTINGS_CHANGED'
  | 'OFFSET_SETTINGS_CHANGED'
  | 'TILL_SETTINGS_CHANGED'
  | 'VERIFICATION_SETTINGS_CHANGED'
  | 'COUPON_PUBLISHED'
  | 'COUPON_BATCH_OPENED'
  | 'COUPON_BATCH_PAUSED'
  | 'COUPON_BATCH_RESUMED'
  | 'COUPON_ISSUED'
  | 'COUPONS_RECALLED'
  | 'COUPONS_EXTENDED'
  | 'COUPON_CODES_IMPORTED'
  | 'REWARD_PUBLISHED'
  | 'REWARD_ON_SHELF'
  | 'REWARD_OFF_SHELF'
  | 'REWARD_STOCK_CHANGED'
  | 'ADDRESS_SEEN'
  | 'GOODS_SENT'
  | 'DRAW_PUBLISHED'
  | 'DRAW_OPENED'
  | 'DRAW_CLOSED'
  | 'GROUP_OFFER_PUBLISHED'
  | 'GROUP_OFFER_OPENED'
  | 'GROUP_OFFER_CLOSED'
  | 'DIFFERENCE_RESOLVED'
  | 'MESSAGE_TEMPLATE_CHANGED'
  | 'MESSAGE_LIMITS_CHANGED'
  | 'MESSAGES_SENT'
  | 'SEND_PAUSED'
  | 'SEND_RESUMED'
  | 'SEND_CANCELLED'
  | 'SEND_RETRIED'

export interface Deed {
  operator: { id: number; username: string; name: string }
  action: AuditAction
  /** What it was done to, as people name it: a store's code, a member number, a staff number. */
  target: string
  /** Anything else worth knowing; never a phone, password, secret or invitation. */
  detail?: string
}

const PAGE = 50
const TARGET = 80
const DETAIL = 400

/** Who did what. Rows are added in the transaction of the deed and never changed. */
@Injectable()
export class Audit {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  async record(tx: Tx, deed: Deed): Promise<void> {
    await insert(tx, 'audit_log', {
      id: this.ids.next(),
      at: this.clock.now(),
      operator_id: deed.operator.id,
      who: `${deed.operator.name} · ${deed.operator.username}`,
      action: deed.action,
      target: clipped(deed.target, TARGET),
      detail: clipped(deed.detail ?? '', DETAIL),
    })
  }

  /** The newest deeds first, page by page. */
  async list(query: Input<'GET /console/audit'>['query']): Promise<Reply<'GET /console/audit'>> {
    const limit = query.limit ?? PAGE
    const rows = await this.db.query<{
      id: number
      at: Date
      who: string
      action: string
      target: string
      detail: string
    }>(`SELECT id, at, who, action, target, detail FROM audit_log WHERE id < ? ORDER BY id DESC LIMIT ${limit + 1}`, [
      beforeOf(query.cursor),
    ])
    const items = rows.slice(0, limit).map(row => ({ ...row, id: String(row.id), at: row.at.toISOString() }))
    return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
  }
}

/** A cursor is the id of the last row seen; anything else starts at the newest. */
function beforeOf(cursor: string | undefined): number {
  return cursor && /^\d{1,16}$/.test(cursor) ? Number(cursor) : Number.MAX_SAFE_INTEGER
}

function clipped(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`
}
