/** Grants of a member by template: kinds that share one share what is left of it. Pure. */
import type { ReplyOf } from '@huitou/shared/client'

type Grant = ReplyOf<'GET /console/members/:memberNo/messages'>['grants'][number]

export interface GrantGroup {
  templateId: string
  kinds: Grant['kind'][]
  left: number
  answer: Grant['answer']
}

/** Those with something left first, then in the order of the kinds. Kinds without a template cannot be granted. */
export function grantGroups(grants: readonly Grant[]): GrantGroup[] {
  const groups = new Map<string, GrantGroup>()
  for (const { templateId, kind, left, answer } of grants) {
    if (templateId === null) continue
    const group = groups.get(templateId)
    if (group) group.kinds.push(kind)
    else groups.set(templateId, { templateId, kinds: [kind], left, answer })
  }
  return [...groups.values()].sort((one, other) => Number(other.left > 0) - Number(one.left > 0))
}

/** Kinds the member has turned off. */
export function unwantedOf(grants: readonly Grant[]): Grant['kind'][] {
  return grants.filter(({ wanted }) => !wanted).map(({ kind }) => kind)
}
