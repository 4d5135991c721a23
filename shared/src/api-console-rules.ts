/** What operators may ask about earning rules, their trials, and tiers. */
import { z } from 'zod'
import { byId } from './basics.js'
import { endpoints } from './endpoint.js'
import {
  CheckBody,
  DraftBody,
  NewRuleBody,
  PauseBody,
  PublishBody,
  RuleChecked,
  RuleDetail,
  RuleOptions,
  RuleSummary,
  RuleTemplate,
  TicksBody,
  WithdrawBody,
} from './rule-desk.js'
import { RuleCode } from './rules.js'
import { Backtest, BacktestBody, Simulation, SimulationBody } from './simulations.js'
import { ConsoleTiers, LadderBody, LadderPreview, LadderPreviewBody } from './tiers.js'

const byRule = z.object({ code: RuleCode })

export const rules = endpoints('console', {
  'GET /console/tiers': { summary: 'The ladder, heads, movement, cost and versions', response: ConsoleTiers },
  'POST /console/tiers/previews': {
    summary: 'Who would rise and fall under another ladder; nothing is saved',
    body: LadderPreviewBody,
    response: LadderPreview,
  },
  'POST /console/tiers/versions': {
    summary: 'Publish a ladder; repeats get the first answer',
    body: LadderBody,
    response: ConsoleTiers,
  },
  'GET /console/rules': { summary: 'Earning rules', response: z.object({ items: z.array(RuleSummary) }) },
  'GET /console/rules/:code': {
    summary: 'One rule: draft, versions, examples',
    params: byRule,
    response: RuleDetail,
  },
  'POST /console/rules': { summary: 'A new rule, as a draft', body: NewRuleBody, response: RuleDetail },
  'PUT /console/rules/:code/draft': {
    summary: 'Save the draft on top of the revision it was made from',
    params: byRule,
    body: DraftBody,
    response: RuleDetail,
  },
  'POST /console/rules/checks': {
    summary: 'Sentence, lint and examples of a definition; nothing is saved',
    body: CheckBody,
    response: RuleChecked,
  },
  'PUT /console/rules/:code/ticks': {
    summary: 'What the marketer says about examples of the draft',
    params: byRule,
    body: TicksBody,
    response: RuleDetail,
  },
  'POST /console/rules/:code/versions': {
    summary: 'Publish the draft, at once or from a moment on',
    params: byRule,
    body: PublishBody,
    response: RuleDetail,
  },
  'POST /console/rules/:code/pauses': {
    summary: 'Stop a rule at once, or let it go on',
    params: byRule,
    body: PauseBody,
    response: RuleDetail,
  },
  'POST /console/rules/:code/withdrawals': {
    summary: 'Call off the version that was to follow later',
    params: byRule,
    body: WithdrawBody,
    response: RuleDetail,
  },
  'GET /console/rule-templates': {
    summary: 'Rules to begin with',
    response: z.object({ items: z.array(RuleTemplate) }),
  },
  'GET /console/rule-options': { summary: 'What the blocks of a rule may choose from', response: RuleOptions },
  'POST /console/simulations': {
    summary: 'One case under the live rules and under proposed ones; nothing is written',
    body: SimulationBody,
    response: Simulation,
  },
  'POST /console/backtests': {
    summary: 'Replay past purchases under proposed rules; it runs on and is looked at by its id',
    body: BacktestBody,
    response: Backtest,
  },
  'GET /console/backtests/:id': { summary: 'How far a backtest is, and its report', params: byId, response: Backtest },
  'DELETE /console/backtests/:id': { summary: 'Cancel a backtest', params: byId, response: Backtest },
})
