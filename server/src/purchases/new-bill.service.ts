import type { BillItem } from '@huitou/shared/rules'

export const CHANNEL = { STAFF: 1, POS: 2, IMPORT: 3, DEMO: 4, MINI_PROGRAM: 5 } as const

export interface NewBill {
  storeId: number
  billNo: string
  paidFen: number
  memberId: number | null
  tableId?: number | null
  productId?: number | null
  /** The dishes, where the till sends them. Amounts are before discounts of the whole bill. */
  items?: readonly BillItem[]
  /** How many people sat at the table, where somebody counted them. */
  tableSize?: number | null
  channel: (typeof CHANNEL)[keyof typeof CHANNEL]
  who: string
  staffId?: number | null
  paidAt: Date
  /** When the points begin, where that is not the business day of the bill: a banquet paid ahead. */
  availableAt?: Date
}
