import type { Restriction } from '@huitou/shared/rules'
import { Inject, Injectable } from '@nestjs/common'
import { businessDayOf, isBetween } from '../days.js'
import type { Db } from '../db.js'
import { BalanceReader } from '../ledger/balances.service.js'
import { accountId, CURRENCY, LOT_STATE } from '../ledger/operation.rules.js'
import type { Store } from '../stores/stores.service.js'
import { DB } from '../tokens.js'

export interface UsablePoints {
  points: number
  /** Restrictions that are met by a payment here and now. */
  honours: number[]
}

interface RestrictedRow {
  id: number
  points: number
  definition: string
}

/** How many points a member may use for a payment at a store at this moment. */
@Injectable()
export class OffsetPoints {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(BalanceReader) private readonly balances: BalanceReader,
  ) {}

  /** Points for other times or other things are left out; the ledger has the last word when they are taken. */
  async of(memberId: number, store: Store, at: Date): Promise<UsablePoints> {
    const [{ balances }, restricted] = await Promise.all([
      this.balances.of(memberId),
      this.db.query<RestrictedRow>(
        `SELECT r.id, SUM(l.remaining) AS points, r.definition FROM lot l JOIN lot_restriction r ON r.id = l.restriction_id
         WHERE l.account_id = ? AND l.state = ${LOT_STATE.ACTIVE} AND l.remaining > 0 AND l.expires_at > ? GROUP BY r.id, r.definition LIMIT 100`,
        [accountId(memberId, CURRENCY.POINTS), at],
      ),
    ])
    const honours = restricted.filter(row => isMet(JSON.parse(row.definition) as Restriction, store, at))
    const kept = restricted.filter(row => !honours.includes(row)).reduce((sum, row) => sum + row.points, 0)
    return { points: Math.max(0, balances.available - kept), honours: honours.map(row => row.id) }
  }
}

/** Points for certain rewards are for nothing else. */
function isMet({ weekdays, between, rewards }: Restriction, store: Store, at: Date): boolean {
  if (rewards) return false
  const { weekday, minute } = businessDayOf(at, store.timeZone, store.dayCutOffMinutes)
  return (!weekdays || weekdays.includes(weekday)) && (!between || isBetween(minute, between))
}
