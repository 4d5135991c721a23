import type { Channel } from '@huitou/shared/messages'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Db } from '../db.js'
import { CLOCK, DB } from '../tokens.js'
import { pauseMs, type Verdict } from './failures.rules.js'

interface PauseRow {
  channel: Channel
  reason: string
  failures: number
  since: Date
  closed_until: Date
}

/** Leaves a channel alone while its provider is in trouble, in all processes alike. */
@Injectable()
export class ChannelPauses {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  all(): Promise<PauseRow[]> {
    return this.db.query<PauseRow>('SELECT channel, reason, failures, since, closed_until FROM channel_pause')
  }

  /** PROBE: the time is up, and one may look. */
  async stateOf(channel: Channel): Promise<'OPEN' | 'CLOSED' | 'PROBE'> {
    const row = (await this.all()).find(pause => pause.channel === channel)
    if (!row) return 'OPEN'
    return row.closed_until > this.clock.now() ? 'CLOSED' : 'PROBE'
  }

  async failed(channel: Channel, verdict: Verdict): Promise<void> {
    const now = this.clock.now()
    const row = (await this.all()).find(pause => pause.channel === channel)
    const failures = (row?.failures ?? 0) + 1
    const until = new Date(now.getTime() + pauseMs(failures, verdict.what === 'REST'))
    await this.db.transaction(tx =>
      change(
        tx,
        `INSERT INTO channel_pause (channel, reason, failures, since, closed_until) VALUES (?, ?, ?, ?, ?)
         ON DUPLICATE KEY UPDATE reason = VALUES(reason), failures = VALUES(failures), closed_until = VALUES(closed_until)`,
        [channel, verdict.reason, failures, now, until],
      ),
    )
  }

  async worked(channel: Channel): Promise<void> {
    await this.db.transaction(tx => change(tx, 'DELETE FROM channel_pause WHERE channel = ?', [channel]))
  }
}
