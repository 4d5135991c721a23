import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import type { Db } from '../db.js'
import type { Caller, Input, Reply } from '../http.js'
import { Audit } from '../operators/audit.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB } from '../tokens.js'
import { publishVersion } from '../versions.js'
import { isCost, type Setting, settingText } from './earning-settings.rules.js'
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
    const { requestId, version, cost, generousPercent, reason } = body
    const work = publishVersion<Setting>(this.db, {
      table: 'earning_setting',
      operator,
      requestId,
      onTopOf: version,
      said: [version, cost.fen, cost.points, generousPercent, reason],
      at: this.clock.now(),
      changed: 'settings.changed',
      most: MAX_SETTINGS,
      newest: async tx => (await this.settings.listNow(tx)).at(-1)!,
      row: async (tx, newest) => {
        if (!isCost(cost)) throw new Refusal('settings.cost_invalid')
        const detail = `${settingText(newest)} → ${settingText(body)} ${reason}`
        const target = `v${newest.version + 1}`
        await this.audit.record(tx, { operator, action: 'EARNING_SETTINGS_CHANGED', target, detail })
        return { cost_fen: cost.fen, cost_points: cost.points, generous_percent: generousPercent, reason }
      },
    })
    await work.finally(() => this.settings.forget())
    return this.view()
  }
}
