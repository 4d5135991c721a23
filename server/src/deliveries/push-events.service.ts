import { Inject, Injectable } from '@nestjs/common'
import type { Logger } from 'pino'
import type { Clock } from '../clock.js'
import type { Config } from '../config.js'
import { change, type Db, rowsOf, type Tx } from '../db.js'
import type { Ids } from '../ids.js'
import { type WaitingEvent, WechatEvents } from '../messages/wechat-events.service.js'
import { CLOCK, CONFIG, DB, IDS, LOG } from '../tokens.js'
import { addSteps, DELIVERY, type DeliveryRow, emptyGrants, replan } from './delivery-rows.service.js'
import { answerOf, Grants } from './grants.service.js'

const PAGE = 200
const KINDS = ['SUBSCRIBE_ANSWERED', 'SUBSCRIBE_CHANGED', 'SUBSCRIBE_SENT', 'TEMPLATE_SENT'] as const
/** How long after a send that nobody answered its event may still tell us of it. */
const ORPHAN_MS = 3_600_000
const GIVE_UP_AFTER = 6

/** Corrects what we believe by what WeChat tells afterwards: answers to panels, and what became of sends. */
@Injectable()
export class PushedNews {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(LOG) private readonly log: Logger,
    @Inject(WechatEvents) private readonly events: WechatEvents,
    @Inject(Grants) private readonly grants: Grants,
  ) {}

  /** One turn of the worker. Answers how many events were dealt with. */
  async take(): Promise<{ events: number }> {
    let done = 0
    for (;;) {
      const waiting = await this.events.waiting(KINDS, PAGE)
      for (const event of waiting) if (await this.takeOne(event)) done += 1
      if (waiting.length < PAGE) return { events: done }
    }
  }

  private async takeOne(event: WaitingEvent): Promise<boolean> {
    try {
      if (event.kind === 'SUBSCRIBE_SENT' || event.kind === 'TEMPLATE_SENT') return await this.sent(event)
      return await this.answered(event)
    } catch (error) {
      this.log.error({ job: 'pushes', err: { name: (error as Error).name, stack: (error as Error).stack } }, 'a bug')
      await this.events.putOff(event)
      return false
    }
  }

  /** The grants are counted in a transaction of their own, by the event's number: doing it again counts nothing. */
  private async answered(event: WaitingEvent): Promise<boolean> {
    const [identity] = await this.db.query<{ member_id: number | null }>(
      'SELECT member_id FROM wechat_identity WHERE app_id = ? AND openid = ?',
      [event.appId, event.openid],
    )
    if (identity?.member_id && event.subject !== '')
      await this.grants.record({
        key: `e:${event.id}`,
        memberId: identity.member_id,
        answers: new Map([[event.subject.slice(0, 64), answerOf(event.outcome)]]),
        source: event.kind === 'SUBSCRIBE_CHANGED' ? 'SETTING' : 'EVENT',
        moment: null,
        at: event.happenedAt,
      })
    return this.db.transaction(tx => this.events.finish(tx, event.id))
  }

  /** By the id the send was answered with; where we never heard that answer, by who got what and when. */
  private async sent(event: WaitingEvent): Promise<boolean> {
    const known = await this.db.transaction(async tx => {
      const row = (await this.byMessageId(tx, event)) ?? (await this.orphan(tx, event))
      if (!row) return false
      if (await this.events.finish(tx, event.id)) await this.note(tx, row, event)
      return true
    })
    // The event may be faster than the answer to the send itself.
    if (!known && event.attempts < GIVE_UP_AFTER) await this.events.putOff(event)
    else if (!known) await this.db.transaction(tx => this.events.finish(tx, event.id))
    return known
  }

  private async byMessageId(tx: Tx, { messageId }: WaitingEvent): Promise<DeliveryRow | undefined> {
    if (messageId === '') return undefined
    const sql = `SELECT ${DELIVERY} FROM delivery WHERE provider_id = ? FOR UPDATE`
    return (await rowsOf<DeliveryRow>(tx, sql, [messageId.slice(0, 64)]))[0]
  }

  private async orphan(tx: Tx, event: WaitingEvent): Promise<DeliveryRow | undefined> {
    if (event.kind !== 'SUBSCRIBE_SENT' || event.appId !== this.config.wechat.appId) return undefined
    const [row] = await rowsOf<DeliveryRow>(
      tx,
      `SELECT ${DELIVERY.split(', ')
        .map(column => `d.${column}`)
        .join(', ')} FROM delivery d JOIN wechat_identity i ON i.member_id = d.member_id
       WHERE i.app_id = ? AND i.openid = ? AND d.state = 'UNKNOWN' AND d.template_id = ? AND d.counts_at >= ? ORDER BY d.id LIMIT 1 FOR UPDATE`,
      [event.appId, event.openid, event.subject.slice(0, 64), new Date(event.happenedAt.getTime() - ORPHAN_MS)],
    )
    return row
  }

  private async note(tx: Tx, row: DeliveryRow, event: WaitingEvent): Promise<void> {
    const now = this.clock.now()
    const arrived = event.outcome === 'success'
    const state = arrived ? ('DELIVERED' as const) : ('FAILED' as const)
    const reason = arrived ? null : reasonOf(event.outcome)
    const changed = await change(
      tx,
      `UPDATE delivery SET state = ?, reason = ?, provider_id = ?, sent_at = COALESCE(sent_at, ?) WHERE id = ? AND state IN ('SENT', 'UNKNOWN')`,
      [state, reason, event.messageId.slice(0, 64) || null, event.happenedAt, row.id],
    )
    if (changed !== 1) return
    await addSteps(tx, { ids: this.ids, at: now, who: 'WeChat' }, [{ deliveryId: row.id, state, reason }])
    if (arrived) return
    if (reason === 'USER_BLOCKED' && row.channel === 'SUBSCRIBE') await emptyGrants(tx, row)
    await replan(tx, row.message_id)
  }
}

/** WeChat's words for it differ; what they have in common is whether the person shut the door. */
function reasonOf(outcome: string): string {
  return /block|refuse|reject|deny/i.test(outcome) ? 'USER_BLOCKED' : 'NOT_DELIVERED'
}
