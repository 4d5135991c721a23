import type { ConditionGroup } from '@huitou/shared/rules'
import { Inject, Injectable } from '@nestjs/common'
import { LRUCache } from 'lru-cache'
import type { Db } from '../db.js'
import { MemberTiers } from '../members/member-tier.service.js'
import { Stores } from '../stores/stores.service.js'
import { DB } from '../tokens.js'
import type { Names } from './telling.rules.js'
import type { Bilingual } from './trace.rules.js'

type ByText = ReadonlyMap<string, string>

const SEEN_WITHIN_MS = 60_000
const MAX_CATEGORIES = 200

/** What stores, categories, dishes and tiers are called in the sentences of rules; at most a minute old. */
@Injectable()
export class RuleNames {
  private readonly known = new LRUCache<string, ByText>({ max: 500, ttl: SEEN_WITHIN_MS })

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(MemberTiers) private readonly ladders: MemberTiers,
  ) {}

  /** The names that conditions like these may need. */
  async of(conditions: readonly ConditionGroup[]): Promise<Names> {
    const [stores, categories, products, tiers] = await Promise.all([
      this.storeNames(),
      this.categories(),
      this.productNames(productsIn(conditions)),
      this.tiers(),
    ])
    return { stores, categories, products, tiers }
  }

  /** Categories of dishes by code, in the order of the menu. */
  categories(): Promise<ByText> {
    return this.remember('categories', async () => {
      const rows = await this.db.query<{ code: string; name: string }>(
        `SELECT code, name FROM dish_category ORDER BY sort, code LIMIT ${MAX_CATEGORIES}`,
      )
      return new Map(rows.map(row => [row.code, row.name]))
    })
  }

  /** Rungs by code, the lowest first. */
  async tiers(): Promise<ReadonlyMap<string, Bilingual>> {
    const { ladder } = await this.ladders.current()
    return new Map(ladder.rungs.map(({ code, name }) => [code, name]))
  }

  private storeNames(): Promise<ByText> {
    return this.remember(
      'stores',
      async () => new Map((await this.stores.list()).map(({ id, name }) => [String(id), name])),
    )
  }

  private productNames(ids: number[]): Promise<ByText> {
    if (ids.length === 0) return Promise.resolve(new Map())
    return this.remember(`products:${ids.join()}`, async () => {
      const sql = 'SELECT id, name FROM product WHERE id IN (?)'
      const rows = await this.db.query<{ id: number; name: string }>(sql, [ids])
      return new Map(rows.map(row => [String(row.id), row.name]))
    })
  }

  private async remember(key: string, read: () => Promise<ByText>): Promise<ByText> {
    const known = this.known.get(key)
    if (known) return known
    const found = await read()
    this.known.set(key, found)
    return found
  }
}

function productsIn(groups: readonly ConditionGroup[]): number[] {
  const ids = groups.flatMap(group =>
    group.rules.flatMap(block => {
      if (!('field' in block)) return productsIn([block])
      return block.field === 'product' ? block.value.map(Number) : []
    }),
  )
  return [...new Set(ids)].sort((a, b) => a - b)
}
