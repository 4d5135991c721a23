import type { DrawDefinition } from '@huitou/shared/draws'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { CouponRows } from '../coupons/coupon-rows.service.js'
import { change, type Db, insert, rowsOf, type Tx } from '../db.js'
import type { Caller } from '../http.js'
import { MallMembers } from '../mall/mall-members.service.js'
import { Rewards } from '../mall/rewards.service.js'
import { Audit, type AuditAction } from '../operators/audit.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB } from '../tokens.js'
import { publishVersion } from '../versions.js'
import { problemsOf } from './draws.rules.js'
import { DrawPools, MAX_OPEN, MAX_POOLS } from './pools.service.js'
import { DrawSeeds } from './seeds.service.js'

type Operator = Caller['operator']

interface Publication {
  requestId: string
  code: string
  /** 0 for a new lottery. */
  onTopOf: number
  open: boolean
  definition: DrawDefinition
  reason: string
}

const MAX_VERSIONS = 200

/** What operators do to lotteries: publish versions, open and close them. All of it audited. */
@Injectable()
export class DrawPoolDesk {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(CouponRows) private readonly coupons: CouponRows,
    @Inject(MallMembers) private readonly mallMembers: MallMembers,
    @Inject(Rewards) private readonly rewards: Rewards,
    @Inject(DrawPools) private readonly pools: DrawPools,
    @Inject(DrawSeeds) private readonly seeds: DrawSeeds,
  ) {}

  /**
   * Publishes a version; a repeat of the request does nothing more. Refuses `draw.invalid` with the problems,
   * `draw.name_taken`, `draw.changed_meanwhile`, `draw.stock_too_low`, `draw.different`.
   */
  async publish(operator: Operator, asked: Publication): Promise<void> {
    await this.assertSound(asked.definition)
    const { requestId, code, onTopOf, open, definition, reason } = asked
    await publishVersion(this.db, {
      table: 'draw_pool_version',
      operator,
      requestId,
      onTopOf,
      said: [code, onTopOf, open, definition, reason],
      at: this.clock.now(),
      changed: onTopOf === 0 ? 'draw.name_taken' : 'draw.changed_meanwhile',
      reused: 'draw.different',
      most: MAX_VERSIONS,
      newest: tx => this.standing(tx, asked),
      row: async tx => {
        await this.place(tx, asked)
        const target = `${code} v${onTopOf + 1}`
        await this.audit.record(tx, { operator, action: 'DRAW_PUBLISHED', target, detail: reason })
        return { code, definition: JSON.stringify(definition), reason }
      },
    })
    await this.seeds.prepare()
  }

  /** Opens a lottery or closes it; what is so already stays so. Refuses `record.not_found`. */
  async setOpen(operator: Operator, code: string, open: boolean): Promise<void> {
    const { definition } = await this.pools.get(code)
    await this.db.transaction(async tx => {
      if (open) await this.assertRoom(tx)
      const sql = 'UPDATE draw_pool SET is_open = ? WHERE code = ? AND is_open <> ?'
      const to = open ? 1 : 0
      if ((await change(tx, sql, [to, code, to])) === 0) return
      const action: AuditAction = open ? 'DRAW_OPENED' : 'DRAW_CLOSED'
      await this.audit.record(tx, { operator, action, target: code, detail: definition.name.zh })
    })
    await this.seeds.prepare()
  }

  private async standing(tx: Tx, { code, onTopOf }: Publication): Promise<{ version: number }> {
    const [row] = await rowsOf<{ version: number }>(tx, 'SELECT version FROM draw_pool WHERE code = ? FOR UPDATE', [
      code,
    ])
    if (!row && onTopOf > 0) throw new Refusal('record.not_found')
    return row ?? { version: 0 }
  }

  private async place(tx: Tx, { code, onTopOf, open, definition }: Publication): Promise<void> {
    const { sort, prizes } = definition
    if (onTopOf > 0)
      await change(tx, 'UPDATE draw_pool SET version = ?, sort = ? WHERE code = ?', [onTopOf + 1, sort, code])
    else {
      const [count] = await rowsOf<{ pools: number }>(tx, 'SELECT COUNT(*) AS pools FROM draw_pool')
      if ((count?.pools ?? 0) >= MAX_POOLS) throw new Refusal('input.invalid', { limit: MAX_POOLS })
      if (open) await this.assertRoom(tx)
      await insert(tx, 'draw_pool', { code, version: 1, is_open: open ? 1 : 0, sort })
    }
    for (const { code: prize, stock } of prizes) {
      if (stock !== null) await this.setStock(tx, { pool: code, prize, stock })
    }
  }

  /** What was given stays given: the rest follows from how many there are in all. */
  private async setStock(tx: Tx, { pool, prize, stock }: { pool: string; prize: string; stock: number }) {
    const [row] = await rowsOf<{ stock: number }>(
      tx,
      'SELECT stock FROM draw_prize WHERE pool_code = ? AND code = ? FOR UPDATE',
      [pool, prize],
    )
    if (!row) return insert(tx, 'draw_prize', { pool_code: pool, code: prize, stock, left_count: stock })
    const by = stock - row.stock
    const sql =
      'UPDATE draw_prize SET left_count = left_count + ?, stock = stock + ? WHERE pool_code = ? AND code = ? AND left_count + ? >= 0'
    if ((await change(tx, sql, [by, by, pool, prize, by])) !== 1) throw new Refusal('draw.stock_too_low', { prize })
  }

  private async assertRoom(tx: Tx): Promise<void> {
    const [row] = await rowsOf<{ pools: number }>(tx, 'SELECT COUNT(*) AS pools FROM draw_pool WHERE is_open = 1')
    if ((row?.pools ?? 0) >= MAX_OPEN) throw new Refusal('input.invalid', { limit: MAX_OPEN })
  }

  private async assertSound(definition: DrawDefinition): Promise<void> {
    const rungs = await this.mallMembers.rungs()
    const problems = problemsOf(
      definition,
      rungs.map(({ code }) => code),
    )
    for (const [at, { gift }] of definition.prizes.entries()) {
      if (!(await this.isThere(gift))) problems.push({ path: `prizes.${at}.gift`, problem: 'it is not there' })
    }
    if (problems.length > 0) throw new Refusal('draw.invalid', { problems })
  }
  private async isThere(gift: DrawDefinition['prizes'][number]['gift']): Promise<boolean> {
    if (gift.type === 'COUPON') return (await this.coupons.batches([Number(gift.batchId)])).size > 0
    if (gift.type !== 'REWARD') return true
    const found = (await this.rewards.all()).find(({ row }) => row.code === gift.code)
    // What was won cannot be given away for a price of nothing.
    return found !== undefined && found.definition.gift.type !== 'DONATION'
  }
}
