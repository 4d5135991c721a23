import type { CouponDefinition } from '@huitou/shared/coupons'
import { Inject, Injectable } from '@nestjs/common'
import { LRUCache } from 'lru-cache'
import type { Db } from '../db.js'
import { Stores } from '../stores/stores.service.js'
import { DB } from '../tokens.js'
import type { CouponNames } from './coupon.texts.js'

const SEEN_WITHIN_MS = 60_000
const MAX_CATEGORIES = 200

/** What stores, categories and dishes of coupons are called; at most a minute old. */
@Injectable()
export class CouponNamesReader {
  private readonly known = new LRUCache<string, ReadonlyMap<string, string>>({ max: 500, ttl: SEEN_WITHIN_MS })

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(Stores) private readonly stores: Stores,
  ) {}

  /** The names that these definitions may need. */
  async of(definitions: readonly CouponDefinition[]): Promise<CouponNames> {
    const products = [...new Set(definitions.flatMap(productsOf))].sort()
    const [stores, categories, dishes] = await Promise.all([
      this.remember('stores', async () => (await this.stores.list()).map(({ id, name }) => [String(id), name])),
      this.remember('categories', () => this.categories()),
      products.length === 0
        ? new Map<string, string>()
        : this.remember(`products:${products.join()}`, () => this.products(products)),
    ])
    return { stores, categories, products: dishes }
  }

  /** Stores and dishes may have come a moment ago: what is asked next is read anew. */
  forget(): void {
    this.known.clear()
  }

  private async categories(): Promise<[string, string][]> {
    const sql = `SELECT code, name FROM dish_category ORDER BY sort, code LIMIT ${MAX_CATEGORIES}`
    return (await this.db.query<{ code: string; name: string }>(sql)).map(({ code, name }) => [code, name])
  }

  private async products(ids: readonly string[]): Promise<[string, string][]> {
    const sql = 'SELECT id, name FROM product WHERE id IN (?)'
    const rows = await this.db.query<{ id: number; name: string }>(sql, [ids.map(Number)])
    return rows.map(({ id, name }) => [String(id), name])
  }

  private async remember(key: string, read: () => Promise<[string, string][]>): Promise<ReadonlyMap<string, string>> {
    const known = this.known.get(key)
    if (known) return known
    const found = new Map(await read())
    this.known.set(key, found)
    return found
  }
}

function productsOf({ effect, scope }: CouponDefinition): string[] {
  return [...(effect.type === 'ITEM' ? effect.products : []), ...(scope.dishes?.products ?? [])]
}
