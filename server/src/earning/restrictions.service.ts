import { hash } from 'node:crypto'
import type { Restriction } from '@huitou/shared/rules'
import { Inject, Injectable } from '@nestjs/common'
import { LRUCache } from 'lru-cache'
import { type Db, insert, isDuplicate } from '../db.js'
import type { Ids } from '../ids.js'
import { DB, IDS } from '../tokens.js'

/** What points may be used for, one row for each way that rules have said it. */
@Injectable()
export class Restrictions {
  private readonly known = new LRUCache<string, number>({ max: 1_000 })

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** The id of this restriction, made at its first use. Two at once make one. */
  async idOf(restriction: Restriction): Promise<number> {
    const definition = canonical(restriction)
    const known = this.known.get(definition)
    if (known) return known
    const id = (await this.find(definition)) ?? (await this.make(definition))
    this.known.set(definition, id)
    return id
  }

  private async make(definition: string): Promise<number> {
    const id = this.ids.next()
    try {
      await this.db.transaction(tx => insert(tx, 'lot_restriction', { id, digest: digestOf(definition), definition }))
      return id
    } catch (error) {
      const first = isDuplicate(error) ? await this.find(definition) : null
      if (!first) throw error
      return first
    }
  }

  private async find(definition: string): Promise<number | null> {
    const [row] = await this.db.query<{ id: number }>('SELECT id FROM lot_restriction WHERE digest = ?', [
      digestOf(definition),
    ])
    return row?.id ?? null
  }
}

const digestOf = (definition: string): Buffer => hash('sha256', definition, 'buffer')

/** The same text for the same restriction, in whatever order it was written. */
function canonical({ weekdays, between, rewards }: Restriction): string {
  const sorted = {
    weekdays: weekdays?.toSorted((a, b) => a - b) ?? null,
    between,
    rewards: rewards?.toSorted() ?? null,
  }
  return JSON.stringify(sorted)
}
