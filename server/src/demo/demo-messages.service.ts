import type { Answer } from '@huitou/shared/messages'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import type { Config } from '../config.js'
import { change, type Db, insertAll, rowsOf, type Tx } from '../db.js'
import { addSteps, type Step } from '../deliveries/delivery-rows.service.js'
import { Grants } from '../deliveries/grants.service.js'
import type { Ids } from '../ids.js'
import { defaultTemplate } from '../messages/defaults.rules.js'
import { CLOCK, CONFIG, DB, IDS } from '../tokens.js'
import type { PlannedMember } from './events.rules.js'
import { inOrder } from './in-order.service.js'
import { DemoPast } from './past.service.js'
import { DINER_DEVICE } from './stories.rules.js'

const BY = { id: 0, username: 'demo', name: '演示', role: 'MARKETER', storeId: null }
const DAY_MS = 86_400_000
const WIDTH = 12
/** Every so many-th member has allowed one message about what is new. */
const ALLOWS = 5
/** Of what was sent, every so many-th was not taken: the count of grants was a hint. */
const REFUSED = 24
const OPT_OUTS = 3
const CAMPAIGN = {
  requestId: 'demo-campaign-1',
  title: '周年庆开始了',
  body: '周年庆 30 元券已上架，先到先得。',
  page: 'coupons/offers',
  audience: {},
  worthFen: 3_000,
}
/** Kinds of which the diner allows two messages: those that a reminder would use. */
const KEPT = ['COUPON_EXPIRING', 'POINTS_EXPIRING'] as const

/** Messages of the demonstration: a campaign that has been sent, and a reminder that will use up one of the diner's grants. */
@Injectable()
export class DemoMessages {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(Grants) private readonly grants: Grants,
    @Inject(DemoPast) private readonly past: DemoPast,
  ) {}

  /** Repeats change nothing: grants and the campaign have keys of their own. */
  async ensure(members: readonly PlannedMember[], ids: readonly number[], now: Date): Promise<void> {
    const sentAt = new Date(now.getTime() - 5 * DAY_MS)
    // At eleven in the morning here: awake, and after breakfast.
    sentAt.setUTCHours(3, 0, 0, 0)
    await this.allow(members, ids, new Date(sentAt.getTime() - 2 * DAY_MS))
    const { campaigns, planner } = this.past.messages(sentAt)
    const code = await campaigns.start(BY, CAMPAIGN)
    await campaigns.write()
    await planner.plan()
    await this.db.transaction(tx => this.wereSent(tx, code, sentAt))
    await this.allowOnThePhone(ids[members.findIndex(({ device }) => device === DINER_DEVICE)]!)
  }

  private async allow(members: readonly PlannedMember[], ids: readonly number[], at: Date): Promise<void> {
    const { templateId } = defaultTemplate('CAMPAIGN', 'SUBSCRIBE')
    const answers = new Map<string, Answer>([[templateId, 'accept']])
    // Whoever wants no offers is asked for none.
    const asked = [...members.keys()].filter(number => {
      const { marketing, enrolledAt } = members[number]!
      return number % ALLOWS === 1 && marketing && enrolledAt < at
    })
    const record = (number: number) =>
      this.grants.record({ key: `demo:${number}`, memberId: ids[number]!, answers, source: 'CLIENT', moment: null, at })
    await inOrder(asked, { width: WIDTH, keyOf: number => number, run: record })
  }

  /** What WeChat answered then. The demonstration's guests have no phones that could be asked. */
  private async wereSent(tx: Tx, batch: string, at: Date): Promise<void> {
    const sql = "SELECT id, member_id FROM delivery WHERE batch = ? AND state = 'QUEUED' ORDER BY id FOR UPDATE"
    const rows = await rowsOf<{ id: number; member_id: number }>(tx, sql, [batch])
    if (rows.length === 0) return
    const refused = rows.filter((_, nth) => nth % REFUSED === 7).map(({ id }) => id)
    const sent = rows.map(({ id }) => id).filter(id => !refused.includes(id))
    const gone = "UPDATE delivery SET state = 'FAILED', reason = 'NO_GRANT', attempts = 1 WHERE id IN (?)"
    if (refused.length > 0) await change(tx, gone, [refused])
    const went =
      "UPDATE delivery SET state = 'SENT', attempts = 1, sent_at = ? + INTERVAL (id % 240) SECOND WHERE id IN (?)"
    await change(tx, went, [at, sent])
    const steps: Step[] = rows.map(({ id }) =>
      refused.includes(id)
        ? { deliveryId: id, state: 'FAILED', reason: 'NO_GRANT', errorCode: 43_101 }
        : { deliveryId: id, state: 'SENT', reason: null },
    )
    await addSteps(tx, { ids: this.ids, at, who: 'demo' }, steps)
    const changed_at = new Date(at.getTime() + 3_600_000)
    const some = rows.filter(({ id }) => sent.includes(id)).slice(0, OPT_OUTS)
    const optOuts = some.map(({ member_id }) => ({ member_id, kind: 'CAMPAIGN', wanted: 0, changed_at }))
    await insertAll(tx, 'reminder_choice', optOuts)
  }

  /** The diner taps "allow" twice, on the simulated phone and here, as the mini-program reports it. */
  private async allowOnThePhone(memberId: number): Promise<void> {
    const templateIds = [...new Set(KEPT.map(kind => defaultTemplate(kind, 'SUBSCRIBE').templateId))]
    const answers = new Map<string, Answer>(templateIds.map(id => [id, 'accept']))
    for (const tap of [1, 2]) {
      const key = `demo:tap:${tap}`
      if ((await this.db.query('SELECT report_key FROM grant_report WHERE report_key = ?', [key])).length > 0) continue
      if (!(await this.tap(templateIds))) return
      // Further apart than two tellings of one tap.
      const at = new Date(this.clock.now().getTime() - (3 - tap) * 600_000)
      await this.grants.record({ key, memberId, answers, source: 'CLIENT', moment: null, at })
    }
  }

  /** Whether the simulated phone took it: a demonstration beside the real WeChat has none. */
  private async tap(templateIds: readonly string[]): Promise<boolean> {
    const { apiUrl, timeoutMs } = this.config.wechat
    const answers = Object.fromEntries(templateIds.map(id => [id, 'accept']))
    try {
      const answer = await fetch(new URL('/__sim/phone/subscribe', apiUrl), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ device: DINER_DEVICE, templateIds, answers }),
        signal: AbortSignal.timeout(timeoutMs),
      })
      return answer.ok
    } catch {
      return false
    }
  }
}
