/** What rules would give: one made-up case, or the bills of a past while, under the live rules and under proposed ones. */
import { z } from 'zod'
import { Fen, Id, Instant, Points, RequestId, Text } from './basics.js'
import { BillItem, Explained, RuleCode, RuleDefinition, Trigger } from './rules.js'

/** A made-up case for the simulator; what is not given is taken from the member, or is plain. */
export const SimulatedCase = z.object({
  trigger: Trigger,
  memberNo: z.string().max(20).nullable(),
  storeId: Id,
  at: Instant,
  paidFen: Fen.min(1).max(100_000_000),
  items: z.array(BillItem).max(100),
  tier: RuleCode.nullable(),
  tags: z.array(RuleCode).max(20),
  visit: z.int().min(1).max(10_000).nullable(),
  daysSinceLastVisit: z.int().min(0).max(3650).nullable(),
  birthday: z
    .string()
    .regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)
    .nullable(),
  tableSize: z.int().min(1).max(100).nullable(),
})
/** Rules as they would be: a draft in the place of the rule of that code, or beside the others. */
export const Proposal = z.object({ code: RuleCode, definition: RuleDefinition.nullable() })
export const SimulationBody = z.object({ case: SimulatedCase, proposals: z.array(Proposal).max(20) })
export const Outcome = z.object({ points: Points, growth: Points, costFen: Fen, explained: Explained })
export const Simulation = z.object({ live: Outcome, proposed: Outcome })

export const BacktestBody = z.object({
  requestId: RequestId,
  proposals: z.array(Proposal).max(20),
  /** Purchases paid in [from, to); at most 400 days. */
  from: Instant,
  to: Instant,
})
const change = z.object({
  purchases: z.int(),
  members: z.int(),
  pointsLive: Points,
  pointsProposed: Points,
  costFenLive: Fen,
  costFenProposed: Fen,
  better: z.int(),
  worse: z.int(),
})
export const BacktestReport = z.object({
  total: change,
  tiers: z.array(change.extend({ tier: z.string(), name: Text })),
  stores: z.array(change.extend({ storeId: Id, name: z.string() })),
  months: z.array(change.extend({ month: z.string() })),
  /** The purchases that change most, largest first; at most twenty. */
  changed: z.array(
    z.object({
      memberNo: z.string(),
      storeName: z.string(),
      billNo: z.string(),
      paidAt: Instant,
      paidFen: Fen,
      live: Points,
      proposed: Points,
      explained: Explained,
    }),
  ),
  /** Entries whose points the live rules do not give again; 0 when the history is reproduced to the point. */
  different: z.int(),
  assumptions: z.array(Text),
  milliseconds: z.int(),
})
export const Backtest = z.object({
  id: Id,
  state: z.enum(['RUNNING', 'DONE', 'CANCELLED', 'FAILED']),
  done: z.int(),
  of: z.int(),
  report: BacktestReport.nullable(),
})
