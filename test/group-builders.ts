/** Group offers with defaults, so that a test names only what it is about. */
import type { GroupDefinition } from '@huitou/shared/pledges'
import type { TestMall } from './mall-builders.js'
import { draw } from './stress/aim.js'
import type { TestMember } from './world.js'

/** Three members with 100 points each, within 24 hours, for thirty pieces; members may step back. */
export function groupOffer(reward: string, changes: Partial<GroupDefinition> = {}): GroupDefinition {
  return {
    name: { zh: '三人拼烤鱼', en: 'Fish for three' },
    note: { zh: '', en: '' },
    reward,
    size: 3,
    points: 100,
    hours: 24,
    cancellable: true,
    limits: { open: 1, total: null },
    stock: 30,
    lowestTier: null,
    window: { from: null, until: null },
    sort: 10,
    ...changes,
  }
}

/** Publishes an offer of a reward that is published with it, and answers its code. */
export async function publishGroupOffer(mall: TestMall, changes: Partial<GroupDefinition> = {}): Promise<string> {
  const reward = changes.reward ?? (await mall.publish({ points: 260 }))
  const code = draw('GROUP-')
  const body = {
    code,
    definition: groupOffer(reward, changes),
    open: true,
    requestId: draw('publish-group-'),
    reason: '上新',
  }
  await mall.call('POST /console/group-offers', { body })
  return code
}

export function openGroup(member: TestMember, code: string, more: { points?: number; requestId?: string } = {}) {
  const body = { requestId: draw('open-group-'), points: 100, ...more }
  return member.call('POST /group-offers/:code/groups', { params: { code }, body })
}

export function joinGroup(member: TestMember, token: string, more: { points?: number; requestId?: string } = {}) {
  const body = { requestId: draw('join-group-'), points: 100, ...more }
  return member.call('POST /groups/:token/pledges', { params: { token }, body })
}
