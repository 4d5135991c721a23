import { Inject, Injectable } from '@nestjs/common'
import { LRUCache } from 'lru-cache'
import { type Db, insert, isDuplicate } from '../db.js'
import type { Ids } from '../ids.js'
import { DB, IDS } from '../tokens.js'

/** What a brand sells, made as it is met. The first spelling stays the name. */
@Injectable()
export class Products {
  private readonly known = new LRUCache<string, number>({ max: 10_000 })

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** The product with this key, made under this name when there is none. Two at once make one. */
  async idOf(brandId: number, product: { name: string; key: string }): Promise<number> {
    const place = `${brandId}|${product.key}`
    const known = this.known.get(place)
    if (known) return known
    const id = (await this.find(brandId, product.key)) ?? (await this.make(brandId, product))
    this.known.set(place, id)
    return id
  }

  private async make(brandId: number, { name, key }: { name: string; key: string }): Promise<number> {
    const id = this.ids.next()
    try {
      await this.db.transaction(tx => insert(tx, 'product', { id, brand_id: brandId, name, name_key: key }))
      return id
    } catch (error) {
      const first = isDuplicate(error) ? await this.find(brandId, key) : null
      if (!first) throw error
      return first
    }
  }

  private async find(brandId: number, key: string): Promise<number | null> {
    const sql = 'SELECT id FROM product WHERE brand_id = ? AND name_key = ?'
    const [row] = await this.db.query<{ id: number }>(sql, [brandId, key])
    return row?.id ?? null
  }
}
