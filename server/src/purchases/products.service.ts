import type { BillItem } from '@huitou/shared/rules'
import { Inject, Injectable } from '@nestjs/common'
import { LRUCache } from 'lru-cache'
import { type Db, insert, isDuplicate } from '../db.js'
import { OTHER_CATEGORY } from '../earning/occasion.rules.js'
import type { Ids } from '../ids.js'
import { DB, IDS } from '../tokens.js'
import { productKeyOf } from './products.rules.js'

export interface Dish {
  id: number
  category: string
  /** The day it came on the menu, where somebody has said so. */
  listedOn: string | null
}

/** A dish on a bill: what the till said, and what is known of it. */
export interface DishLine {
  /** Null for a dish nobody has sold yet: a quote makes none. */
  productId: number | null
  name: string
  category: string
  listedOn: string | null
  quantity: number
  amountFen: number
}

interface ProductRow {
  id: number
  category: string
  listed_on: string | null
}

/** What an operator changes of a dish is seen by bills within this time. */
const SEEN_WITHIN_MS = 5_000

/** What a brand sells, made as it is met. The first spelling stays the name. */
@Injectable()
export class Products {
  private readonly known = new LRUCache<string, Dish>({ max: 10_000, ttl: SEEN_WITHIN_MS })
  private readonly knownIds = new LRUCache<string, number>({ max: 10_000 })

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** The product with this key, made under this name when there is none. Two at once make one. */
  async idOf(brandId: number, product: { name: string; key: string }): Promise<number> {
    const place = `${brandId}|${product.key}`
    const known = this.knownIds.get(place)
    if (known) return known
    return (await this.dishOf(brandId, { ...product, category: OTHER_CATEGORY })).id
  }

  /** The dishes of a bill. A category the till names goes before the one the menu says. Dishes not met yet are made. */
  linesOf(brandId: number, items: readonly BillItem[]): Promise<DishLine[]> {
    return this.lines(brandId, items, dish => this.dishOf(brandId, dish))
  }

  /** The same without making any. */
  knownLinesOf(brandId: number, items: readonly BillItem[]): Promise<DishLine[]> {
    return this.lines(brandId, items, async () => null)
  }

  forget(): void {
    this.known.clear()
  }

  private async lines(
    brandId: number,
    items: readonly BillItem[],
    of: (dish: { name: string; key: string; category: string }) => Promise<Dish | null>,
  ): Promise<DishLine[]> {
    const met = await this.meet(brandId, items)
    const lines: DishLine[] = []
    for (const { name, category, quantity, amountFen } of items) {
      const key = productKeyOf(name)
      const dish = met.get(key) ?? (await of({ name, key, category: category ?? OTHER_CATEGORY }))
      lines.push({
        productId: dish?.id ?? null,
        name,
        category: category ?? dish?.category ?? OTHER_CATEGORY,
        listedOn: dish?.listedOn ?? null,
        quantity,
        amountFen,
      })
    }
    return lines
  }

  /** Dishes that are known, by key: those this process has not met lately are read all at once, a bill may have a hundred. */
  private async meet(brandId: number, items: readonly BillItem[]): Promise<Map<string, Dish>> {
    const met = new Map<string, Dish>()
    const keys = [...new Set(items.map(({ name }) => productKeyOf(name)))]
    for (const key of keys) {
      const known = this.known.get(`${brandId}|${key}`)
      if (known) met.set(key, known)
    }
    const unknown = keys.filter(key => !met.has(key))
    if (unknown.length === 0) return met
    const sql = 'SELECT id, category, listed_on, name_key FROM product WHERE brand_id = ? AND name_key IN (?)'
    const rows = await this.db.query<ProductRow & { name_key: string }>(sql, [brandId, unknown])
    for (const { id, category, listed_on: listedOn, name_key: key } of rows) {
      const dish = { id, category, listedOn }
      met.set(key, dish)
      this.known.set(`${brandId}|${key}`, dish)
      this.knownIds.set(`${brandId}|${key}`, id)
    }
    return met
  }

  private async dishOf(brandId: number, product: { name: string; key: string; category: string }): Promise<Dish> {
    const place = `${brandId}|${product.key}`
    const known = this.known.get(place)
    if (known) return known
    const dish = (await this.find(brandId, product.key)) ?? (await this.make(brandId, product))
    this.known.set(place, dish)
    this.knownIds.set(place, dish.id)
    return dish
  }

  private async make(brandId: number, product: { name: string; key: string; category: string }): Promise<Dish> {
    const { name, key, category } = product
    const id = this.ids.next()
    try {
      await this.db.transaction(tx => insert(tx, 'product', { id, brand_id: brandId, name, name_key: key, category }))
      return { id, category, listedOn: null }
    } catch (error) {
      const first = isDuplicate(error) ? await this.find(brandId, key) : null
      if (!first) throw error
      return first
    }
  }

  private async find(brandId: number, key: string): Promise<Dish | null> {
    const sql = 'SELECT id, category, listed_on FROM product WHERE brand_id = ? AND name_key = ?'
    const [row] = await this.db.query<ProductRow>(sql, [brandId, key])
    return row ? { id: row.id, category: row.category, listedOn: row.listed_on } : null
  }
}
