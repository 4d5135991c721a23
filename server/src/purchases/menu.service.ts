import { Inject, Injectable } from '@nestjs/common'
import { change, type Db } from '../db.js'
import { RuleNames } from '../earning/rule-names.service.js'
import type { Caller, Input, Reply } from '../http.js'
import { Audit } from '../operators/audit.service.js'
import { Refusal } from '../refusal.js'
import { DB } from '../tokens.js'
import { Products } from './products.service.js'

interface ProductRow {
  id: number
  name: string
  category: string
  listed_on: string | null
}

const PAGE = 50

/** Which category a dish belongs to, as operators see and say it. */
@Injectable()
export class Menu {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(RuleNames) private readonly names: RuleNames,
    @Inject(Products) private readonly products: Products,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  /** A page of dishes, the newest met first; those whose name has the text in it. */
  async list(query: Input<'GET /console/products'>['query']): Promise<Reply<'GET /console/products'>> {
    const limit = query.limit ?? PAGE
    const search = query.search ? `%${query.search.replace(/[\\%_]/g, '\\$&')}%` : '%'
    const [rows, categories] = await Promise.all([
      this.db.query<ProductRow>(
        'SELECT id, name, category, listed_on FROM product WHERE id < ? AND name LIKE ? ORDER BY id DESC LIMIT ?',
        [Number(query.cursor ?? Number.MAX_SAFE_INTEGER), search, limit + 1],
      ),
      this.names.categories(),
    ])
    const shown = rows.slice(0, limit)
    return {
      items: shown.map(row => ({
        id: String(row.id),
        name: row.name,
        category: row.category,
        listedOn: row.listed_on,
      })),
      nextCursor: rows.length > limit ? String(shown.at(-1)?.id) : null,
      categories: [...categories].map(([code, name]) => ({ code, name })),
    }
  }

  /** Puts dishes into categories, all or none. Refuses `record.not_found` for a dish or category that is not there. */
  async change(operator: Caller['operator'], body: Input<'PUT /console/products'>['body']): Promise<{ done: true }> {
    const categories = await this.names.categories()
    await this.db.transaction(async tx => {
      for (const { id, category, listedOn } of body.products.toSorted((a, b) => Number(a.id) - Number(b.id))) {
        if (!categories.has(category)) throw new Refusal('record.not_found', { category })
        const sql = 'SELECT id FROM product WHERE id = ? FOR UPDATE'
        const there = (await tx.query(sql, [Number(id)])) as unknown[]
        if (there.length === 0) throw new Refusal('record.not_found', { id })
        await change(tx, 'UPDATE product SET category = ?, listed_on = ? WHERE id = ?', [
          category,
          listedOn,
          Number(id),
        ])
      }
      const changed = body.products.map(({ id, category }) => `${id} → ${category}`).join(', ')
      const target = `${body.products.length} 个菜品`
      await this.audit.record(tx, { operator, action: 'PRODUCTS_CHANGED', target, detail: changed })
    })
    this.products.forget()
    return { done: true }
  }
}
