import { setTimeout as pause } from 'node:timers/promises'
import type { Channel } from '@huitou/shared/messages'
import { CHANNELS } from '@huitou/shared/messages'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Db, rowsOf, type Tx } from '../db.js'
import type { Ids } from '../ids.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { ChannelPauses } from './channel-pauses.service.js'
import { Channels } from './channels.service.js'
import {
  addSteps,
  DELIVERY,
  type DeliveryRow,
  emptyGrants,
  replan,
  returnGrant,
  type Step,
} from './delivery-rows.service.js'
import { type Failure, judge, type Verdict } from './failures.rules.js'
import { Parcels } from './parcels.service.js'
import { Planner } from './planner.service.js'

/** How one turn of sending goes. */
export interface Pace {
  budgetMs?: number
  /** What the provider lets us send in a second. */
  perSecond?: number
  /** Who is sending, for the leases: unique in the deployment. */
  holder?: string
}

/** Deliveries taken at once, and requests under way at once. A batch is sent well within its lease. */
const BATCH = 64
const FLIGHTS = 16
const LEASE_MS = 120_000
const TURN_MS = 20_000
const PER_SECOND = 400

let turns = 0

/**
 * Sends what is due. A delivery is taken by a conditional write before it is sent, so two workers never send the same
 * one. Should a worker die in between, nobody can know whether WeChat had got the message; subscribe messages carry no
 * key by which a repeat would be recognised. We chose at most once: such a delivery becomes UNKNOWN, is shown, and is
 * sent again only by an operator; the inbox has the message all the same. Providers that recognise a repeat get one.
 */
@Injectable()
export class Drain {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(Channels) private readonly channels: Channels,
    @Inject(ChannelPauses) private readonly pauses: ChannelPauses,
    @Inject(Parcels) private readonly parcels: Parcels,
    @Inject(Planner) private readonly planner: Planner,
  ) {}

  /** One turn over all channels. Answers how many were handed to a provider and how many it took. */
  async drain(pace: Pace = {}): Promise<{ tried: number; sent: number; recovered: number }> {
    turns += 1
    const holder = `${pace.holder ?? process.pid}:${turns}`.slice(0, 90)
    const total = { tried: 0, sent: 0, recovered: await this.recover(holder) }
    const until = performance.now() + (pace.budgetMs ?? TURN_MS)
    const stopped = await this.planner.stopped()
    for (const channel of CHANNELS) {
      if (!this.channels.connected(channel)) continue
      for (;;) {
        const state = await this.pauses.stateOf(channel)
        if (state === 'CLOSED') break
        const began = performance.now()
        // After trouble one goes ahead and looks whether the provider is back.
        const batch = await this.claim(channel, { holder, stopped, limit: state === 'PROBE' ? 1 : BATCH })
        if (batch.length === 0) break
        const { tried, sent } = await this.sendBatch(channel, batch, holder)
        total.tried += tried
        total.sent += sent
        if (performance.now() > until) break
        const due = began + (batch.length * 1000) / (pace.perSecond ?? PER_SECOND)
        if (due > performance.now()) await pause(due - performance.now())
      }
    }
    return total
  }

  /** Deliveries whose sender has not been heard of: see the class. */
  async recover(who: string): Promise<number> {
    const now = this.clock.now()
    return this.db.transaction(async tx => {
      const rows = await rowsOf<DeliveryRow>(
        tx,
        `SELECT ${DELIVERY} FROM delivery WHERE state = 'SENDING' AND channel IN (?) AND next_at < ? LIMIT 500 FOR UPDATE`,
        [[...CHANNELS], now],
      )
      const steps = rows.map(
        (row): Step => ({
          deliveryId: row.id,
          state: this.channels.repeatable(row.channel) ? 'QUEUED' : 'UNKNOWN',
          reason: 'SENDER_DIED',
        }),
      )
      for (const state of ['QUEUED', 'UNKNOWN'] as const) {
        const some = steps.filter(step => step.state === state).map(step => step.deliveryId)
        if (some.length > 0)
          await change(
            tx,
            `UPDATE delivery SET state = ?, reason = 'SENDER_DIED', holder = NULL, next_at = ? WHERE id IN (?)`,
            [state, now, some],
          )
      }
      await addSteps(tx, { ids: this.ids, at: now, who }, steps)
      return rows.length
    })
  }

  /** One conditional statement: whoever comes second finds the rows taken and gets later ones. */
  private async claim(
    channel: Channel,
    { holder, stopped, limit }: { holder: string; stopped: readonly string[]; limit: number },
  ): Promise<DeliveryRow[]> {
    const now = this.clock.now()
    const lease = new Date(now.getTime() + LEASE_MS)
    return this.db.transaction(async tx => {
      const taken = await change(
        tx,
        `UPDATE delivery SET state = 'SENDING', holder = ?, attempts = attempts + 1, next_at = ?
         WHERE state = 'QUEUED' AND channel = ? AND next_at <= ? AND batch NOT IN (?)
           AND template_id NOT IN (SELECT template_id FROM template_trouble) ORDER BY next_at, id LIMIT ${limit}`,
        [holder, lease, channel, now, [...stopped, '']],
      )
      if (taken === 0) return []
      return rowsOf<DeliveryRow>(
        tx,
        `SELECT ${DELIVERY} FROM delivery WHERE state = 'SENDING' AND channel = ? AND next_at = ? AND holder = ?`,
        [channel, lease, holder],
      )
    })
  }

  private async sendBatch(
    channel: Channel,
    batch: readonly DeliveryRow[],
    holder: string,
  ): Promise<{ tried: number; sent: number }> {
    const parcels = await this.parcels.of(channel, batch)
    const counts = { tried: 0, sent: 0 }
    const wins = new Wins(some => this.won(some, holder))
    let trouble: Verdict | null = null
    const queue = [...batch]
    const fly = async (): Promise<void> => {
      for (let row = queue.shift(); row; row = queue.shift()) {
        // Once the provider is in trouble nobody else is sent into it: the rest goes back untouched.
        if (trouble) {
          await this.settle(row, holder, { what: 'AGAIN', reason: trouble.reason })
          continue
        }
        const parcel = parcels.get(row.id)
        if (this.clock.now() >= row.until_at || !parcel || 'reason' in parcel) {
          await this.drop(row, holder, parcel && 'reason' in parcel ? parcel.reason : 'TOO_LATE')
          continue
        }
        counts.tried += 1
        const outcome = await this.channels.send(channel, parcel)
        if ('providerId' in outcome) {
          counts.sent += 1
          await wins.add({ id: row.id, providerId: outcome.providerId })
          continue
        }
        const verdict = judge(outcome.failure, this.channels.repeatable(channel))
        if (verdict.what === 'AGAIN' || verdict.what === 'REST' || verdict.what === 'UNKNOWN') trouble = verdict
        await this.settle(row, holder, verdict, outcome.failure)
      }
    }
    await Promise.all(Array.from({ length: FLIGHTS }, fly))
    await wins.all()
    if (trouble) await this.pauses.failed(channel, trouble as Verdict)
    else if (counts.tried > 0) await this.pauses.worked(channel)
    return counts
  }

  /** Those the provider took. Even where somebody has given us up meanwhile: we know, they only guessed. */
  private won(some: readonly Win[], holder: string): Promise<void> {
    const now = this.clock.now()
    return this.db.transaction(async tx => {
      await change(
        tx,
        `UPDATE delivery SET state = 'SENT', reason = NULL, holder = NULL, sent_at = ?, provider_id = CASE id ${some.map(() => 'WHEN ? THEN ?').join(' ')} END
         WHERE id IN (?) AND (holder = ? OR state = 'UNKNOWN')`,
        [now, ...some.flatMap(({ id, providerId }) => [id, providerId]), some.map(({ id }) => id), holder],
      )
      const steps = some.map(({ id }): Step => ({ deliveryId: id, state: 'SENT', reason: null }))
      await addSteps(tx, { ids: this.ids, at: now, who: holder }, steps)
    })
  }

  /** Writes down what became of one that did not go. Without a failure it was put back untouched. */
  private settle(row: DeliveryRow, holder: string, verdict: Verdict, failure?: Failure): Promise<void> {
    const step = stepOf(row, verdict, failure?.errcode ?? null)
    return this.db.transaction(async tx => {
      const mine = await change(
        tx,
        'UPDATE delivery SET state = ?, reason = ?, holder = NULL, next_at = ? WHERE id = ? AND holder = ?',
        [step.state, step.reason, this.clock.now(), row.id, holder],
      )
      if (mine !== 1) return
      await this.consequences(tx, row, verdict)
      if (failure) await this.step(tx, holder, step)
    })
  }

  private async consequences(tx: Tx, row: DeliveryRow, verdict: Verdict): Promise<void> {
    if (verdict.what === 'NEXT') {
      if (verdict.grantGone) await emptyGrants(tx, row)
      await replan(tx, row.message_id)
    }
    if (verdict.what !== 'LOOK') return
    await returnGrant(tx, row)
    if (!verdict.templateIsBad || row.template_id === '') return
    await tx.query(
      'INSERT INTO template_trouble (template_id, reason, since) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE template_id = template_id',
      [row.template_id, verdict.reason, this.clock.now()],
    )
  }

  /** Not sent, and never will be: too late, or there is no address any more. */
  private drop(row: DeliveryRow, holder: string, reason: string): Promise<void> {
    // What a template made of it can be mended, so somebody is to look.
    const state = reason === 'BAD_DATA' ? 'DEAD' : 'FAILED'
    return this.db.transaction(async tx => {
      const mine = await change(
        tx,
        'UPDATE delivery SET state = ?, reason = ?, holder = NULL WHERE id = ? AND holder = ?',
        [state, reason, row.id, holder],
      )
      if (mine !== 1) return
      await returnGrant(tx, row)
      if (reason === 'NO_ADDRESS') await replan(tx, row.message_id)
      await this.step(tx, holder, { deliveryId: row.id, state, reason })
    })
  }

  private step(tx: Tx, who: string, step: Step): Promise<void> {
    return addSteps(tx, { ids: this.ids, at: this.clock.now(), who }, [step])
  }
}

const STATES = { AGAIN: 'QUEUED', REST: 'QUEUED', UNKNOWN: 'UNKNOWN', NEXT: 'FAILED', LOOK: 'DEAD' } as const

function stepOf(row: DeliveryRow, verdict: Verdict, errorCode: number | null): Step {
  return { deliveryId: row.id, state: STATES[verdict.what], reason: verdict.reason, errorCode }
}

interface Win {
  id: number
  providerId: string | null
}

/** Collects what was sent while the last of it is being written: one transaction for all of them, and none waits for more. */
class Wins {
  private waiting: Win[] = []
  private writing: Promise<void> | null = null

  constructor(private readonly write: (some: readonly Win[]) => Promise<void>) {}

  async add(win: Win): Promise<void> {
    this.waiting.push(win)
    if (!this.writing) await this.all()
  }

  async all(): Promise<void> {
    await this.writing
    while (this.waiting.length > 0) {
      const some = this.waiting
      this.waiting = []
      this.writing = this.write(some)
      try {
        await this.writing
      } finally {
        this.writing = null
      }
    }
  }
}
