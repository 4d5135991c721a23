import { createHash } from 'node:crypto'
import type { GroupDefinition } from '@huitou/shared/pledges'
import { Inject, Injectable } from '@nestjs/common'
import { type Db, isDuplicate } from '../db.js'
import { GivenRewards } from '../mall/given-rewards.service.js'
import type { Ground } from '../mall/mall-points.service.js'
import { Refusal } from '../refusal.js'
import { DB } from '../tokens.js'
import { GroupOffers } from './group-offers.service.js'
import { PledgePoints } from './pledge-points.service.js'
import { type GroupRow, type PledgeRow, PledgeRows } from './pledge-rows.service.js'
import { GROUP, PLEDGE } from './pledges.rules.js'

interface Settling {
  group: GroupRow
  definition: GroupDefinition
  ground: Ground
}

const TURN = 100
const TRIES = 5

/**
 * What was decided of a group is carried out pledge by pledge, each in a transaction of its own: whoever is interrupted
 * leaves the rest to the next, and nothing is done twice.
 */
@Injectable()
export class GroupSettling {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(GivenRewards) private readonly rewards: GivenRewards,
    @Inject(GroupOffers) private readonly offers: GroupOffers,
    @Inject(PledgePoints) private readonly points: PledgePoints,
    @Inject(PledgeRows) private readonly rows: PledgeRows,
  ) {}

  /** One turn: groups whose time is over are closed, and closed ones settled. */
  async run(): Promise<{ groupsOver: number; groupsSettled: number }> {
    const { over } = await this.rows.due(TURN)
    let groupsOver = 0
    for (const id of over) {
      if (await this.db.transaction(tx => this.rows.expire(tx, id))) groupsOver += 1
    }
    let groupsSettled = 0
    for (const id of (await this.rows.due(TURN)).unsettled) if (await this.settle(id)) groupsSettled += 1
    return { groupsOver, groupsSettled }
  }

  /** Uses or returns what is still held in a group that is closed; true when that ended it. */
  async settle(groupId: number): Promise<boolean> {
    const group = (await this.rows.groups([groupId])).get(groupId)
    if (!group || group.state === GROUP.OPEN || group.settled === 1) return false
    const [{ definition }, ground] = await Promise.all([
      this.offers.version(group.offer_code, group.version),
      this.points.ground(group.reward_code),
    ])
    const settling = { group, definition, ground }
    for (const pledge of await this.rows.ofGroup(groupId)) {
      if (pledge.state !== PLEDGE.HELD) continue
      if (group.state === GROUP.SUCCEEDED) await this.use(settling, pledge)
      else await this.giveBack(settling, pledge)
    }
    return this.db.transaction(async tx => {
      if (!(await this.rows.settled(tx, groupId))) return false
      if (group.state !== GROUP.SUCCEEDED) await this.offers.putBack(tx, group.offer_code, group.size)
      return true
    })
  }

  private async use(settling: Settling, pledge: PledgeRow): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.useOnce(settling, pledge)
      } catch (error) {
        // Points that went back by themselves weeks ago may be spent by now: that seat goes without, and costs nothing.
        if (error instanceof Refusal && /^points\./.test(error.code)) return this.giveBack(settling, pledge)
        if (!isDuplicate(error) || attempt >= TRIES) throw error
      }
    }
  }

  private async useOnce({ group, definition, ground }: Settling, pledge: PledgeRow): Promise<void> {
    const { id, member_id: memberId, points } = pledge
    const prepared = await this.rewards.prepare(memberId, group.reward_code, group.reward_version)
    await this.db.transaction(async tx => {
      await this.points.lock(tx, memberId)
      if ((await this.rows.lock(tx, id)).state !== PLEDGE.HELD) return
      const amount = { key: `pledge-use:${id}`, memberId, groupId: group.id, points, definition, ground }
      const journalId = await this.points.use(tx, amount, pledge.hold_id)
      const hash = createHash('sha256').update(String(id)).digest()
      await this.rewards.give(tx, prepared, { source: 'GROUP', key: `pledge:${id}`, hash, points, journalId })
      await this.rows.end(tx, id, { state: PLEDGE.USED, journalId, redemptionId: prepared.id })
    })
  }

  private giveBack({ group, definition, ground }: Settling, pledge: PledgeRow): Promise<void> {
    const { id, member_id: memberId, points } = pledge
    return this.db.transaction(async tx => {
      await this.points.lock(tx, memberId)
      if ((await this.rows.lock(tx, id)).state !== PLEDGE.HELD) return
      const amount = { key: `pledge-back:${id}`, memberId, groupId: group.id, points, definition, ground }
      const journalId = await this.points.release(tx, amount, pledge.hold_id, 'GROUP')
      await this.rows.end(tx, id, { state: PLEDGE.RETURNED, journalId })
    })
  }
}
