import type { GroupDefinition } from '@huitou/shared/pledges'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Db, insert, rowsOf, type Tx } from '../db.js'
import type { Caller } from '../http.js'
import { MallMembers } from '../mall/mall-members.service.js'
import { Rewards } from '../mall/rewards.service.js'
import { Audit, type AuditAction } from '../operators/audit.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB } from '../tokens.js'
import { publishVersion } from '../versions.js'
import { GroupOffers, MAX_OFFERS, MAX_OPEN } from './group-offers.service.js'

type Operator = Caller['operator']

interface Publication {
  requestId: string
  code: string
  /** 0 for a new offer. */
  onTopOf: number
  open: boolean
  definition: GroupDefinition
  reason: string
}

const MAX_VERSIONS = 200
/** What a group may be for: something that is shown in a store, and never runs out at the last moment. */
const FOR_GROUPS: readonly string[] = ['DISH', 'GOODS', 'SERVICE']

/** What operators do to group offers: publish versions, open and close them. All of it audited. */
@Injectable()
export class GroupDesk {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(MallMembers) private readonly mallMembers: MallMembers,
    @Inject(Rewards) private readonly rewards: Rewards,
    @Inject(GroupOffers) private readonly offers: GroupOffers,
  ) {}

  /**
   * Publishes a version; a repeat of the request does nothing more, and groups that are open keep theirs. Refuses
   * `group.invalid` with the problems, `group.name_taken`, `group.changed_meanwhile`, `group.stock_too_low`, `group.different`.
   */
  async publish(operator: Operator, asked: Publication): Promise<void> {
    await this.assertSound(asked.definition)
    const { requestId, code, onTopOf, open, definition, reason } = asked
    await publishVersion(this.db, {
      table: 'group_offer_version',
      operator,
      requestId,
      onTopOf,
      said: [code, onTopOf, open, definition, reason],
      at: this.clock.now(),
      changed: onTopOf === 0 ? 'group.name_taken' : 'group.changed_meanwhile',
      reused: 'group.different',
      most: MAX_VERSIONS,
      newest: tx => this.standing(tx, asked),
      row: async tx => {
        await this.place(tx, asked)
        const target = `${code} v${onTopOf + 1}`
        await this.audit.record(tx, { operator, action: 'GROUP_OFFER_PUBLISHED', target, detail: reason })
        return { code, definition: JSON.stringify(definition), reason }
      },
    })
  }

  /** Lets groups be opened, or not any more; what is so already stays so. Refuses `record.not_found`. */
  async setOpen(operator: Operator, code: string, open: boolean): Promise<void> {
    const { definition } = await this.offers.get(code)
    await this.db.transaction(async tx => {
      if (open) await this.assertRoom(tx)
      const sql = 'UPDATE group_offer SET is_open = ? WHERE code = ? AND is_open <> ?'
      const to = open ? 1 : 0
      if ((await change(tx, sql, [to, code, to])) === 0) return
      const action: AuditAction = open ? 'GROUP_OFFER_OPENED' : 'GROUP_OFFER_CLOSED'
      await this.audit.record(tx, { operator, action, target: code, detail: definition.name.zh })
    })
  }

  private async standing(tx: Tx, { code, onTopOf }: Publication): Promise<{ version: number }> {
    const sql = 'SELECT version FROM group_offer WHERE code = ? FOR UPDATE'
    const [row] = await rowsOf<{ version: number }>(tx, sql, [code])
    if (!row && onTopOf > 0) throw new Refusal('record.not_found')
    return row ?? { version: 0 }
  }

  /** What was taken stays taken: what is left follows from how many there are in all. */
  private async place(tx: Tx, { code, onTopOf, open, definition }: Publication): Promise<void> {
    const { sort, stock } = definition
    if (onTopOf === 0) {
      const [count] = await rowsOf<{ offers: number }>(tx, 'SELECT COUNT(*) AS offers FROM group_offer')
      if ((count?.offers ?? 0) >= MAX_OFFERS) throw new Refusal('input.invalid', { limit: MAX_OFFERS })
      if (open) await this.assertRoom(tx)
      await insert(tx, 'group_offer', { code, version: 1, is_open: open ? 1 : 0, sort, stock, left_count: stock })
      return
    }
    const sql =
      'UPDATE group_offer SET version = ?, sort = ?, left_count = left_count + ? - stock, stock = ? WHERE code = ? AND left_count + ? >= stock'
    const values = [onTopOf + 1, sort, stock, stock, code, stock]
    if ((await change(tx, sql, values)) !== 1) throw new Refusal('group.stock_too_low')
  }

  private async assertRoom(tx: Tx): Promise<void> {
    const [row] = await rowsOf<{ offers: number }>(tx, 'SELECT COUNT(*) AS offers FROM group_offer WHERE is_open = 1')
    if ((row?.offers ?? 0) >= MAX_OPEN) throw new Refusal('input.invalid', { limit: MAX_OPEN })
  }

  private async assertSound({ lowestTier, reward }: GroupDefinition): Promise<void> {
    const problems: { path: string; problem: string }[] = []
    const rungs = await this.mallMembers.rungs()
    if (lowestTier && !rungs.some(({ code }) => code === lowestTier)) {
      problems.push({ path: 'lowestTier', problem: 'there is no such tier' })
    }
    const found = (await this.rewards.all()).find(({ row }) => row.code === reward)
    if (!found) problems.push({ path: 'reward', problem: 'there is no such reward' })
    else if (!FOR_GROUPS.includes(found.definition.gift.type)) {
      problems.push({ path: 'reward', problem: 'only dishes, goods and services are redeemed together' })
    }
    if (problems.length > 0) throw new Refusal('group.invalid', { problems })
  }
}
