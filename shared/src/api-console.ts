/** What operators may ask about the programme as a whole: themselves, figures, books, corrections, rights. */
import { z } from 'zod'
import {
  Adjustment,
  AdjustmentBody,
  AdjustmentLimits,
  AdjustmentList,
  AdjustmentQuery,
  DecisionBody,
} from './adjustments.js'
import { byId, Done, page, pageOf } from './basics.js'
import { endpoints } from './endpoint.js'
import {
  AuditRow,
  Books,
  OperatorBody,
  OperatorCard,
  OperatorChange,
  OperatorInvite,
  OperatorRow,
  Overview,
  PasswordBody,
  TotpBody,
  TotpSetup,
} from './operators.js'
import { RefreshBody, Tokens } from './sessions.js'

export const office = endpoints('console', {
  'GET /console/me': { summary: 'The signed-in operator', response: OperatorCard },
  'POST /console/sessions/refresh': {
    audience: 'public',
    summary: 'Swap a refresh token for new tokens',
    body: RefreshBody,
    response: Tokens,
  },
  'DELETE /console/session': { summary: 'Sign out', response: Done },
  'POST /console/password': {
    summary: 'Change the own password; other sessions end',
    body: PasswordBody,
    response: Done,
  },
  'POST /console/totp': { summary: 'Begin two-step sign-in: a secret to scan', response: TotpSetup },
  'PUT /console/totp': {
    summary: 'Turn two-step sign-in on with a first code',
    body: TotpBody,
    response: OperatorCard,
  },
  'DELETE /console/totp': { summary: 'Turn two-step sign-in off', body: TotpBody, response: OperatorCard },
  'GET /console/overview': {
    summary: 'Figures with their definitions; a store manager of one store sees those of the store',
    response: Overview,
  },
  'GET /console/books': { summary: 'Run all ledger invariants now', response: Books },
  'GET /console/adjustments': {
    summary: 'Corrections by hand, the newest first; a store manager of one store sees its own',
    query: AdjustmentQuery,
    response: AdjustmentList,
  },
  'POST /console/adjustments': {
    summary: 'Ask for a correction; within the limits it is made at once',
    body: AdjustmentBody,
    response: Adjustment,
  },
  'POST /console/adjustments/:id/decisions': {
    summary: 'Approve or decline a correction somebody else asked for',
    params: byId,
    body: DecisionBody,
    response: Adjustment,
  },
  'PUT /console/adjustment-limits': {
    summary: 'What a maker may do alone',
    body: AdjustmentLimits,
    response: AdjustmentLimits,
  },
  'GET /console/operators': { summary: 'Operators', response: z.object({ items: z.array(OperatorRow) }) },
  'POST /console/operators': {
    summary: 'Make an operator with a one-time password',
    body: OperatorBody,
    response: OperatorInvite,
  },
  'PUT /console/operators/:id': {
    summary: 'Change name, role and store, or end access at once',
    params: byId,
    body: OperatorChange,
    response: OperatorRow,
  },
  'POST /console/operators/:id/passwords': {
    summary: 'A new one-time password; the old one and all sessions end',
    params: byId,
    response: OperatorInvite,
  },
  'DELETE /console/operators/:id/totp': {
    summary: 'Turn two-step sign-in off for somebody who lost the authenticator',
    params: byId,
    response: OperatorRow,
  },
  'GET /console/audit': { summary: 'Who did what', query: page, response: pageOf(AuditRow) },
})
