/** Points that an operator gives to a member by a rule made for it. */
import { z } from 'zod'
import { Points, RequestId, Text } from './basics.js'
import { RuleCode } from './rules.js'

/** One rule in force, and what it would give this member now. */
export const AwardOffer = z.object({
  code: z.string(),
  name: Text,
  /** The rule in one sentence. */
  sentence: Text,
  points: Points,
  /** Why it gives less than it could, or nothing; null where nothing was withheld. */
  withheld: Text.nullable(),
  /** NOTHING: it would give none. TOO_MANY: more than the operator may give alone now; a correction can be asked for. */
  verdict: z.enum(['YES', 'NOTHING', 'TOO_MANY']),
})
export const AwardOffers = z.object({
  items: z.array(AwardOffer),
  /** What the signed-in operator may give alone: at once, and what is left of the day. */
  freePoints: Points,
  leftToday: Points,
})
export const AwardBody = z.object({
  requestId: RequestId,
  ruleCode: RuleCode,
  /** The member reads this: "11 月 3 日上菜慢，向您致歉". */
  note: z.string().trim().min(4).max(100),
})
export const GivenAward = z.object({ entryNo: z.string(), points: Points, sentence: Text })
