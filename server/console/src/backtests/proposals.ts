/** What is compared with the live rules: some rules as drafted, some switched off. Kept in the address, so a link is the question. */
import type { RequestOf } from '@huitou/shared/client'
import { call } from '../call'
import { definitionOf } from '../rules/rule'

export type Proposal = NonNullable<RequestOf<'POST /console/simulations'>['body']>['proposals'][number]
export type How = 'DRAFT' | 'OUT'
export interface Choice {
  code: string
  how: How
}

/** Rules a question may name, as the contract has it. */
export const CHOICES = 20
const OUT = '~out'

export function choicesOf(params: URLSearchParams): Choice[] {
  return params
    .getAll('rule')
    .slice(0, CHOICES)
    .map(word => (word.endsWith(OUT) ? { code: word.slice(0, -OUT.length), how: 'OUT' } : { code: word, how: 'DRAFT' }))
}

export function withChoices(params: URLSearchParams, choices: readonly Choice[]): URLSearchParams {
  const next = new URLSearchParams(params)
  next.delete('rule')
  for (const { code, how } of choices) next.append('rule', how === 'OUT' ? code + OUT : code)
  return next
}

/** How a rule is compared unless somebody says otherwise: a draft with what is live, a live rule with its absence. */
export function howOf(rule: { hasDraft: boolean }): How {
  return rule.hasDraft ? 'DRAFT' : 'OUT'
}

/** The address of the simulator with this rule in question. */
export function simulatorOf(rule: { code: string; hasDraft: boolean }): string {
  return `/simulator?${withChoices(new URLSearchParams(), [{ code: rule.code, how: howOf(rule) }])}`
}

/** The definitions behind the choices, as they are saved at this moment. Throws CallError. */
export async function proposalsOf(choices: readonly Choice[]): Promise<Proposal[]> {
  return Promise.all(
    choices.map(async ({ code, how }) => {
      if (how === 'OUT') return { code, definition: null }
      return { code, definition: definitionOf(await call('GET /console/rules/:code', { params: { code } })) }
    }),
  )
}
