/** What the demonstration is made of: people, and what happens to them in the order of time. */

export interface PlannedMember {
  nickname: string
  phone: string
  /** Index of the store where they joined. */
  house: number
  enrolledAt: Date
  /** Whether they want reminders. */
  marketing: boolean
  /** The demo phone they sign in with. */
  device?: string
}

/** A visit before bills are numbered. The hints are for people whose story is told. */
export interface Visit {
  at: Date
  house: number
  fen: number
  /** Index of the member; null for a guest who did not say who they are. */
  member: number | null
  /** Index of the table; null at the counter. */
  table: number | null
  /** Index of the staff member who rang it up; null for the till's own interface. */
  staff: number | null
  /** Points of a banquet paid ahead begin on its day. */
  availableAt?: Date
  /** Part of a story, so that nothing but what is said here follows from it. */
  told?: true
  /** Index of the reward the member takes right after it. */
  takes?: number
  /** Part of the amount that is paid back, and when. */
  refund?: { share: number; at: Date }
}

export interface BillEvent extends Visit {
  kind: 'BILL'
  billNo: string
}
export interface RefundEvent {
  kind: 'REFUND'
  at: Date
  house: number
  billNo: string
  refundNo: string
  fen: number
  reason: string
  member: number | null
  staff: number | null
}
export interface SpendEvent {
  kind: 'SPEND'
  at: Date
  house: number
  member: number
  /** Number of the spend in the plan, the same whenever it is planned. */
  number: number
  points: number
  what: { zh: string; en: string }
}
export type PlannedEvent = BillEvent | RefundEvent | SpendEvent

export interface Plan {
  members: PlannedMember[]
  /** In the order of time. */
  events: PlannedEvent[]
}

/** What points buy here. */
export const REWARDS = [
  { points: 68, what: { zh: '酸梅汤一杯', en: 'a glass of plum juice' } },
  { points: 128, what: { zh: '桂花糖芋苗一份', en: 'taro in osmanthus syrup' } },
  { points: 288, what: { zh: '时令小炒一份', en: 'a dish of the season' } },
  { points: 588, what: { zh: '双人套餐一份', en: 'a set menu for two' } },
] as const
