/** Rules as a marketer makes them in the console: a draft, its examples ticked, then published. */
import { randomBytes } from 'node:crypto'
import type { RuleDefinition } from '@huitou/shared/rules'
import { TEMPLATES } from '../server/src/earning/templates.rules.js'
import type { Reply } from '../server/src/http.js'
import type { TestOperator } from './world.js'

export type RuleDetail = Reply<'GET /console/rules/:code'>

export const shipped = (code: string): RuleDefinition => TEMPLATES.find(template => template.code === code)!.definition
export const requestId = () => randomBytes(9).toString('hex')

/** What one operator does to rules. */
export function rulesOf({ call }: Pick<TestOperator, 'call'>) {
  const draft = (definition: RuleDefinition) =>
    call('POST /console/rules', { body: { requestId: requestId(), definition } })
  const tickAll = ({ code, examples }: RuleDetail) => {
    const ticks = examples.map(({ key }) => ({ key, tick: 'RIGHT' as const }))
    return call('PUT /console/rules/:code/ticks', { params: { code }, body: { ticks } })
  }
  const ticked = async (definition: RuleDefinition) => tickAll(await draft(definition))
  const publish = ({ code, revision }: RuleDetail, effectiveAt: string | null = null, id = requestId()) =>
    call('POST /console/rules/:code/versions', {
      params: { code },
      body: { requestId: id, revision, effectiveAt, reason: '开业活动' },
    })
  return {
    draft,
    tickAll,
    /** A draft whose examples are all ticked right. */
    ticked,
    publish,
    edit: ({ code, revision }: Pick<RuleDetail, 'code' | 'revision'>, definition: RuleDefinition) =>
      call('PUT /console/rules/:code/draft', { params: { code }, body: { definition, revision } }),
    live: async (definition: RuleDefinition) => publish(await ticked(definition)),
    pause: ({ code }: Pick<RuleDetail, 'code'>, paused = true) =>
      call('POST /console/rules/:code/pauses', {
        params: { code },
        body: { requestId: requestId(), paused, reason: '先停一停' },
      }),
    withdraw: ({ code }: Pick<RuleDetail, 'code'>, id = requestId(), reason = '改天再说') =>
      call('POST /console/rules/:code/withdrawals', { params: { code }, body: { requestId: id, reason } }),
  }
}
