/** The order on which coupons, points and rules together leave least: what a marketer looks at before anybody finds it. */
import { z } from 'zod'
import { Fen, Points, Text } from './basics.js'
import { CouponDefinition } from './coupons.js'
import { RuleCode } from './rules.js'

export const WorstOrderBody = z.object({
  /** Coupons that are looked at; null is all there are. */
  codes: z.array(RuleCode).min(1).max(100).nullable(),
  /** Definitions that are not published yet, in place of those that are. */
  proposals: z.array(z.object({ code: RuleCode, definition: CouponDefinition })).max(50),
  /** A usual bill; the amounts at which coupons begin to count are tried as well. */
  totalFen: Fen.min(1).max(100_000_000),
  /** Share of the menu price that is margin. */
  marginPercent: z.int().min(0).max(100),
  /** What an order ought to leave at least. */
  floorFen: Fen.min(-100_000_000).max(100_000_000),
})
const Named = z.object({ code: z.string(), name: Text })
export const WorstOrder = z.object({
  totalFen: Fen,
  used: z.array(Named.extend({ offFen: Fen })),
  couponFen: Fen,
  /** What points take off besides, and how many they are. */
  offsetFen: Fen,
  offsetPoints: Points,
  payableFen: Fen,
  /** Points the bill earns at most, in percent of the base rate and in number, and what they cost. */
  earnPercent: z.int(),
  earnPoints: Points,
  earnFen: Fen,
  marginFen: Fen,
  isBelow: z.boolean(),
  /** "最坏一单：消费 100.00 元，实付 36.80 元，毛利 −3.20 元，低于底线 0.00 元。" */
  sentence: Text,
})
export type WorstOrder = z.infer<typeof WorstOrder>
/** Two coupons that go together and leave less than the floor, or less than either does alone. */
export const StackPair = z.object({
  a: Named,
  b: Named,
  totalFen: Fen,
  offFen: Fen,
  marginFen: Fen,
  isBelow: z.boolean(),
  sentence: Text,
})
export type StackPair = z.infer<typeof StackPair>
export const WorstOrderReply = z.object({
  worst: WorstOrder,
  usual: WorstOrder,
  /** The lowest margin first. */
  pairs: z.array(StackPair),
  /** Of dishes without a cap nobody knows what they take off: these coupons are not in it. */
  unknown: z.array(Named),
  looked: z.int(),
})
export type WorstOrderReply = z.infer<typeof WorstOrderReply>
