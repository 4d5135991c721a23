import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Db, type Tx } from '../db.js'
import { CLOCK, DB } from '../tokens.js'
import { type Policies, policiesOf, settingsOf } from './policies.rules.js'

const SEEN_WITHIN_MS = 5_000

/** The programme's policies for holds, returns and gifts. What they were when an operation began stays with it. */
@Injectable()
export class LedgerPolicies {
  private seen: { policies: Policies; until: number } | null = null

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** As they are now; a change is seen within five seconds everywhere. */
  async current(): Promise<Policies> {
    const now = Date.now()
    if (this.seen && this.seen.until > now) return this.seen.policies
    const rows = await this.db.query<{ name: string; setting: number }>('SELECT name, setting FROM ledger_policy')
    const policies = policiesOf(rows)
    this.seen = { policies, until: now + SEEN_WITHIN_MS }
    return policies
  }

  /** Changes some of them; lots and holds that exist keep what they were made with. Throws RangeError beyond a limit. */
  async change(tx: Tx, changed: Partial<Policies>): Promise<void> {
    for (const { name, setting } of settingsOf(changed)) {
      await change(
        tx,
        'INSERT INTO ledger_policy (name, setting, changed_at) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE setting = VALUES(setting), changed_at = VALUES(changed_at)',
        [name, setting, this.clock.now()],
      )
    }
    this.seen = null
  }
}
