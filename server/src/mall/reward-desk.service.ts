import type { RewardDefinition } from '@huitou/shared/mall'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Db, insert, isDuplicate, rowsOf, type Tx } from '../db.js'
import type { Caller, Input } from '../http.js'
import type { Ids } from '../ids.js'
import { Audit, type AuditAction } from '../operators/audit.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { bodyHash, publishVersion, signatureOf } from '../versions.js'
import { nameOf } from './mall.texts.js'
import { RewardChecks } from './reward-checks.service.js'
import { MAX_ON_SHELF, MAX_REWARDS, Rewards } from './rewards.service.js'

type Operator = Caller['operator']

interface Publication {
  requestId: string
  code: string
  /** 0 for a new reward, with its stock. */
  onTopOf: number
  fresh: { stock: number; onShelf: boolean } | null
  definition: RewardDefinition
  reason: string
}

const MAX_VERSIONS = 200

/** What operators do to rewards: publish versions, move them on and off the shelf, change their stock. All of it audited. */
@Injectable()
export class RewardDesk {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(RewardChecks) private readonly checks: RewardChecks,
    @Inject(Rewards) private readonly rewards: Rewards,
  ) {}

  /**
   * Publishes a version; a repeat of the request does nothing more, and what was exchanged keeps its own version. Refuses
   * `reward.invalid` with the problems, `reward.name_taken`, `reward.changed_meanwhile`, `reward.different`.
   */
  async publish(operator: Operator, asked: Publication): Promise<void> {
    await this.assertSound(asked.definition)
    const { requestId, code, onTopOf, fresh, definition, reason } = asked
    await publishVersion(this.db, {
      table: 'reward_version',
      operator,
      requestId,
      onTopOf,
      said: [code, onTopOf, fresh, definition, reason],
      at: this.clock.now(),
      changed: fresh ? 'reward.name_taken' : 'reward.changed_meanwhile',
      reused: 'reward.different',
      newest: tx => this.standing(tx, asked),
      row: async (tx, { version }) => {
        if (version >= MAX_VERSIONS) throw new Refusal('input.invalid', { limit: MAX_VERSIONS })
        await this.place(tx, asked)
        const target = `${code} v${version + 1}`
        await this.audit.record(tx, { operator, action: 'REWARD_PUBLISHED', target, detail: reason })
        return { code, definition: JSON.stringify(definition), reason }
      },
    })
  }

  /** Puts it on the shelf or takes it off; what is so already stays so. Refuses `record.not_found`. */
  async setShelf(operator: Operator, code: string, onShelf: boolean): Promise<void> {
    const { row, definition } = await this.rewards.get(code)
    await this.db.transaction(async tx => {
      if (onShelf) await this.assertRoom(tx)
      const sql = 'UPDATE reward SET on_shelf = ? WHERE code = ? AND on_shelf <> ?'
      const [to, from] = onShelf ? [1, 1] : [0, 0]
      if ((await change(tx, sql, [to, row.code, from])) === 0) return
      const action: AuditAction = onShelf ? 'REWARD_ON_SHELF' : 'REWARD_OFF_SHELF'
      await this.audit.record(tx, { operator, action, target: code, detail: nameOf(definition).zh })
    })
  }

  /**
   * More pieces, or fewer of those that are left; the same request changes nothing more. Refuses `record.not_found`,
   * `reward.stock_too_low`, `reward.different`.
   */
  async changeStock(
    operator: Operator,
    code: string,
    body: Input<'POST /console/rewards/:code/stock-changes'>['body'],
  ): Promise<void> {
    await this.rewards.get(code)
    const key = `${operator.id}:${body.requestId}`
    const hash = bodyHash([code, body.by, body.reason])
    const work = this.db.transaction(async tx => {
      // Written first: whoever asks twice at once waits here.
      await insert(tx, 'reward_stock_change', {
        id: this.ids.next(),
        code,
        pieces: body.by,
        reason: body.reason,
        changed_at: this.clock.now(),
        changed_by: signatureOf(operator),
        request_key: key,
        body_hash: hash,
      })
      await this.audit.record(tx, {
        operator,
        action: 'REWARD_STOCK_CHANGED',
        target: code,
        detail: `${body.by > 0 ? '+' : ''}${body.by}: ${body.reason}`,
      })
      const sql =
        'UPDATE reward SET stock = stock + ?, left_count = left_count + ? WHERE code = ? AND left_count + ? >= 0 AND stock + ? <= 10000000'
      if ((await change(tx, sql, [body.by, body.by, code, body.by, body.by])) !== 1) {
        throw new Refusal('reward.stock_too_low')
      }
    })
    await work.catch(async error => {
      if (!isDuplicate(error)) throw error
      const sql = 'SELECT body_hash FROM reward_stock_change WHERE request_key = ?'
      const [row] = await this.db.query<{ body_hash: Buffer }>(sql, [key])
      if (!row?.body_hash.equals(hash)) throw new Refusal('reward.different')
    })
  }

  private async assertSound(definition: RewardDefinition): Promise<void> {
    const wrong = await this.checks.problems(definition)
    if (wrong.length > 0) throw new Refusal('reward.invalid', { wrong })
  }

  /** The newest version of a reward, 0 for a new one. Whoever publishes another one meanwhile waits. */
  private async standing(tx: Tx, { code, fresh }: Publication): Promise<{ version: number }> {
    const [row] = await rowsOf<{ version: number }>(tx, 'SELECT version FROM reward WHERE code = ? FOR UPDATE', [code])
    if (!row && !fresh) throw new Refusal('record.not_found')
    return { version: row?.version ?? 0 }
  }

  /** The row of the reward under its new version. */
  private async place(tx: Tx, { code, onTopOf, fresh, definition }: Publication): Promise<void> {
    if (!fresh) {
      await change(tx, 'UPDATE reward SET version = ?, sort = ? WHERE code = ?', [onTopOf + 1, definition.sort, code])
      return
    }
    const [count] = await rowsOf<{ rewards: number }>(tx, 'SELECT COUNT(*) AS rewards FROM reward')
    if ((count?.rewards ?? 0) >= MAX_REWARDS) throw new Refusal('input.invalid', { limit: MAX_REWARDS })
    if (fresh.onShelf) await this.assertRoom(tx)
    await insert(tx, 'reward', {
      code,
      version: 1,
      on_shelf: fresh.onShelf ? 1 : 0,
      sort: definition.sort,
      stock: fresh.stock,
      left_count: fresh.stock,
    })
  }

  private async assertRoom(tx: Tx): Promise<void> {
    const [row] = await rowsOf<{ rewards: number }>(tx, 'SELECT COUNT(*) AS rewards FROM reward WHERE on_shelf = 1')
    if ((row?.rewards ?? 0) >= MAX_ON_SHELF) throw new Refusal('input.invalid', { limit: MAX_ON_SHELF })
  }
}
