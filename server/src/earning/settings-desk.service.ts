import { createHash } from 'node:crypto'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { type Db, insert, isDuplicate, rowsOf, type Tx } from '../db.js'
import type { Caller, Input, Reply } from '../http.js'
import { Audit } from '../operators/audit.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB } from '../tokens.js'
import { isCost, settingText } from './earning-settings.rules.js'
import { EarningSettings, MAX_SETTINGS } from './earning-settings.service.js'

type Body = Input<'POST /console/earning-settings/versions'>['body']
type View = Reply<'GET /console/earning-settings'>

/** The cost of a point and the limit of "too generous" as operators see and change them. */
@Injectable()
export class SettingsDesk {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(EarningSettings) private readonly settings: EarningSettings,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  async view(): Promise<View> {
    const versions = await this.settings.list()
    return { versions: versions.toReversed().map(one => ({ ...one, publishedAt: one.publishedAt.toISOString() })) }
  }

  /**
   * Holds from this moment on, in this process at once and in others within five seconds. What was counted and booked
   * before stays. A repeat of the request does nothing more. Refuses `settings.changed`, `settings.cost_invalid`,
   * `ledger.key_reused`.
   */
  async publish(operator: Caller['operator'], body: Body): Promise<View> {
    const key = `${operator.id}:${body.requestId}`
    const { version, cost, generousPercent, reason } = body
    const said = JSON.stringify([version, cost.fen, cost.points, generousPercent, reason])
    const hash = createHash('sha256').update(said).digest()
    try {
      await this.db.transaction(tx => this.write(tx, operator, { body, key, hash }))
    } catch (error) {
      // Two at the same moment: the other one has the number, or is this very request.
      if (!isDuplicate(error)) throw error
      const rows = await this.db.query<{ body_hash: Buffer }>(BY_KEY, [key])
      if (!rows[0]?.body_hash.equals(hash)) throw new Refusal('settings.changed')
    } finally {
      this.settings.forget()
    }
    return this.view()
  }

  private async write(
    tx: Tx,
    operator: Caller['operator'],
    order: { body: Body; key: string; hash: Buffer },
  ): Promise<void> {
    const { body, key, hash } = order
    // The newest first: whoever sent this same request and was quicker is then found by its key.
    const newest = (await this.settings.listNow(tx)).at(-1)!
    const [before] = await rowsOf<{ body_hash: Buffer }>(tx, BY_KEY, [key])
    if (before && !before.body_hash.equals(hash)) throw new Refusal('ledger.key_reused', { key: body.requestId })
    if (before) return
    if (newest.version !== body.version || newest.version >= MAX_SETTINGS) throw new Refusal('settings.changed')
    if (!isCost(body.cost)) throw new Refusal('settings.cost_invalid')
    await insert(tx, 'earning_setting', {
      version: newest.version + 1,
      cost_fen: body.cost.fen,
      cost_points: body.cost.points,
      generous_percent: body.generousPercent,
      reason: body.reason,
      published_at: this.clock.now(),
      published_by: `${operator.name} · ${operator.username}`,
      request_key: key,
      body_hash: hash,
    })
    await this.audit.record(tx, {
      operator,
      action: 'EARNING_SETTINGS_CHANGED',
      target: `v${newest.version + 1}`,
      detail: `${settingText(newest)} → ${settingText(body)} ${body.reason}`,
    })
  }
}

const BY_KEY = 'SELECT body_hash FROM earning_setting WHERE request_key = ?'
