import type { PurchaseRow } from './bill-views.service.js'
import type { NewBill } from './new-bill.service.js'
import type { DishLine } from './products.service.js'

/** What a bill brought its member. */
export interface Outcome {
  id: number
  points: number
  growth: number
  journalId: number | null
  ruleId: number | null
  balanceAfter: number | null
  expiresAt: Date | null
}

export const NOTHING = { points: 0, growth: 0, journalId: null, ruleId: null, balanceAfter: null, expiresAt: null }

export function rowOf(
  bill: NewBill,
  outcome: Outcome,
  recordedAt: Date,
): PurchaseRow & { product_id: number | null; channel: number; table_size: number | null } {
  return {
    id: outcome.id,
    store_id: bill.storeId,
    bill_no: bill.billNo,
    member_id: bill.memberId,
    paid_fen: bill.paidFen,
    refunded_fen: 0,
    points: outcome.points,
    growth: outcome.growth,
    journal_id: outcome.journalId,
    rule_version_id: outcome.ruleId,
    table_id: bill.tableId ?? null,
    product_id: bill.productId ?? null,
    channel: bill.channel,
    recorded_by: bill.who,
    balance_after: outcome.balanceAfter,
    expires_at: outcome.expiresAt,
    paid_at: bill.paidAt,
    recorded_at: recordedAt,
    table_size: bill.tableSize ?? null,
  }
}

export function lineRows(purchaseId: number, dishes: readonly DishLine[]) {
  return dishes.map((dish, at) => ({
    purchase_id: purchaseId,
    seq: at + 1,
    product_id: dish.productId,
    name: dish.name,
    category: dish.category,
    quantity: dish.quantity,
    amount_fen: dish.amountFen,
  }))
}
