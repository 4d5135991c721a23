import type { VerificationTerms } from '@huitou/shared/verifications'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { type Db, rowsOf } from '../db.js'
import type { Caller, Input, Reply } from '../http.js'
import { Audit } from '../operators/audit.service.js'
import { CLOCK, DB } from '../tokens.js'
import { publishVersion, SeenVersions } from '../versions.js'

type View = Reply<'GET /console/verification-settings'>

interface SettingRow {
  version: number
  terms: string
  reason: string
  published_at: Date
  published_by: string
}

interface Setting {
  version: number
  terms: VerificationTerms
  reason: string
  publishedAt: Date
  publishedBy: string
}

/** Changed by hand, a few times a year. */
const MAX_SETTINGS = 200
const SETTINGS = `SELECT version, terms, reason, published_at, published_by FROM verification_setting ORDER BY version LIMIT ${MAX_SETTINGS}`

/** How verification is bounded, as published versions; what was published elsewhere is seen within five seconds. */
@Injectable()
export class VerificationSettings {
  private readonly versions = new SeenVersions(() => this.read())

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  /** What holds now. */
  async current(): Promise<VerificationTerms> {
    return (await this.versions.list()).at(-1)!.terms
  }

  async view(): Promise<View> {
    const versions = (await this.versions.list()).toReversed()
    return { versions: versions.map(one => ({ ...one, publishedAt: one.publishedAt.toISOString() })) }
  }

  /**
   * Holds for what is verified from now on. A repeat of the request does nothing more. Refuses
   * `verification.settings_changed`, `ledger.key_reused`.
   */
  async publish(
    operator: Caller['operator'],
    { requestId, version, terms, reason }: Input<'POST /console/verification-settings/versions'>['body'],
  ): Promise<View> {
    const work = publishVersion<Setting>(this.db, {
      table: 'verification_setting',
      operator,
      requestId,
      onTopOf: version,
      said: [version, terms, reason],
      at: this.clock.now(),
      changed: 'verification.settings_changed',
      most: MAX_SETTINGS,
      newest: async tx => (await rowsOf<SettingRow>(tx, SETTINGS)).map(settingOf).at(-1)!,
      row: async (tx, newest) => {
        const target = `v${newest.version + 1}`
        await this.audit.record(tx, { operator, action: 'VERIFICATION_SETTINGS_CHANGED', target, detail: reason })
        return { terms: JSON.stringify(terms), reason }
      },
    })
    await work.finally(() => this.versions.forget())
    return this.view()
  }

  private async read(): Promise<Setting[]> {
    const versions = (await this.db.query<SettingRow>(SETTINGS)).map(settingOf)
    if (versions.length === 0) throw new Error('The bounds of verification are missing: run the migrations.')
    return versions
  }
}

function settingOf({ version, terms, reason, published_at, published_by }: SettingRow): Setting {
  const parsed = JSON.parse(terms) as VerificationTerms
  return { version, terms: parsed, reason, publishedAt: published_at, publishedBy: published_by }
}
