import type { RuleDefinition } from '@huitou/shared/rules'
import { Inject, Injectable } from '@nestjs/common'
import { type Db, rowsOf, type Tx } from '../db.js'
import { Refusal } from '../refusal.js'
import { DB } from '../tokens.js'
import { definitionOf, liveAt, type RuleVersion, standingFrom } from './versions.rules.js'

interface VersionRow {
  id: number
  code: string
  version: number
  definition: string
  published_at: Date
  published_by: string
  state: RuleVersion['state']
  effective_at: Date
  reason: string
}

const SEEN_WITHIN_MS = 5_000
const MAX_VERSIONS = 5_000
const TOGETHER = 500
const COLUMNS = 'id, code, version, definition, published_at, published_by, state, effective_at, reason'

/** Every published version, at most five seconds old. Versions never change, so only new ones are read. */
@Injectable()
export class RuleBook {
  private readonly versions = new Map<number, RuleVersion>()
  private readonly sets = new Map<number, readonly RuleVersion[]>()
  /** The moments at which what is live changes, ascending. */
  private turns: number[] = []
  private until = 0
  private reading: Promise<void> | null = null

  constructor(@Inject(DB) private readonly db: Db) {}

  /** The rules in force at a moment: of each code the newest version whose time had come, unless it is paused. */
  async liveAt(at: Date): Promise<readonly RuleVersion[]> {
    await this.fresh()
    const moment = at.getTime()
    let turn = Number.NEGATIVE_INFINITY
    for (const next of this.turns) {
      if (next > moment) break
      turn = next
    }
    const known = this.sets.get(turn)
    if (known) return known
    const set = liveAt([...this.versions.values()], at)
    this.sets.set(turn, set)
    return set
  }

  /** The version an entry was made under. Refuses `record.not_found`. */
  async version(id: number): Promise<RuleVersion> {
    if (!this.versions.has(id)) await this.fresh(true)
    const found = this.versions.get(id)
    if (!found) throw new Refusal('record.not_found')
    return found
  }

  /** The version of a code by its number; null when there is none. */
  async find(code: string, version: number): Promise<RuleVersion | null> {
    return (await this.list(code)).find(known => known.version === version) ?? null
  }

  /** Versions of one code, newest first; of all codes where none is named. */
  async list(code?: string): Promise<RuleVersion[]> {
    await this.fresh()
    return [...this.versions.values()]
      .filter(version => code === undefined || version.code === code)
      .sort((a, b) => b.version - a.version)
  }

  /** What is in force at a moment and what will follow it, as it is now: for who holds the lock that publishing takes. */
  async standing(tx: Tx, at: Date): Promise<RuleVersion[]> {
    const rows = await rowsOf<VersionRow>(tx, `SELECT ${COLUMNS} FROM rule_version ORDER BY id LIMIT ${MAX_VERSIONS}`)
    return standingFrom(rows.map(ruleOf), at)
  }

  /** Versions of one code as they are now, newest first, under the same lock. */
  async listIn(tx: Tx, code: string): Promise<RuleVersion[]> {
    const sql = `SELECT ${COLUMNS} FROM rule_version WHERE code = ? ORDER BY version DESC LIMIT ${MAX_VERSIONS}`
    return (await rowsOf<VersionRow>(tx, sql, [code])).map(ruleOf)
  }

  /** After this process has published: what it knows is out of date. */
  forget(): void {
    this.until = 0
    this.reading = null
  }

  private async fresh(anyway = false): Promise<void> {
    if (!anyway && this.until > Date.now()) return
    const reading = this.reading ?? this.read()
    this.reading = reading
    let done = false
    try {
      await reading
      done = true
    } finally {
      // One that began before `forget` may have missed what was published then: it counts for its own callers only.
      if (this.reading === reading) {
        this.reading = null
        if (done) this.until = Date.now() + SEEN_WITHIN_MS
      }
    }
  }

  private async read(): Promise<void> {
    const ids = await this.db.query<{ id: number }>(`SELECT id FROM rule_version ORDER BY id LIMIT ${MAX_VERSIONS}`)
    const missing = ids.map(row => row.id).filter(id => !this.versions.has(id))
    for (let from = 0; from < missing.length; from += TOGETHER) {
      const rows = await this.db.query<VersionRow>(`SELECT ${COLUMNS} FROM rule_version WHERE id IN (?)`, [
        missing.slice(from, from + TOGETHER),
      ])
      for (const row of rows) this.versions.set(row.id, ruleOf(row))
    }
    if (missing.length > 0) {
      this.turns = [...new Set([...this.versions.values()].map(({ effectiveAt }) => effectiveAt.getTime()))].sort(
        (a, b) => a - b,
      )
      this.sets.clear()
    }
  }
}

function ruleOf(row: VersionRow): RuleVersion {
  return {
    id: row.id,
    code: row.code,
    version: row.version,
    definition: definitionOf(JSON.parse(row.definition) as RuleDefinition),
    state: row.state,
    effectiveAt: row.effective_at,
    publishedAt: row.published_at,
    publishedBy: row.published_by,
    reason: row.reason,
  }
}
