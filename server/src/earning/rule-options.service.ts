import { Inject, Injectable } from '@nestjs/common'
import type { Db } from '../db.js'
import type { Reply } from '../http.js'
import { Stores } from '../stores/stores.service.js'
import { DB } from '../tokens.js'
import { ruleText } from './rule.texts.js'
import { RuleNames } from './rule-names.service.js'
import { TEMPLATES } from './templates.rules.js'

const MAX_TAGS = 500
const MAX_PRODUCTS = 1_000

/** What a rule may be made of: shipped rules to begin with, and the stores, tiers, tags and dishes there are. */
@Injectable()
export class RuleOptionsReader {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(RuleNames) private readonly names: RuleNames,
  ) {}

  async options(): Promise<Reply<'GET /console/rule-options'>> {
    const [stores, tiers, categories, tags, products] = await Promise.all([
      this.stores.list(),
      this.names.tiers(),
      this.names.categories(),
      this.db.query<{ tag: string }>(`SELECT DISTINCT tag FROM member_tag ORDER BY tag LIMIT ${MAX_TAGS}`),
      this.db.query<{ id: number; name: string; category: string }>(
        `SELECT id, name, category FROM product ORDER BY name, id LIMIT ${MAX_PRODUCTS}`,
      ),
    ])
    return {
      stores: stores.map(({ id, name }) => ({ id: String(id), name })),
      tiers: [...tiers].map(([code, name]) => ({ code, name })),
      tags: tags.map(row => row.tag),
      categories: [...categories].map(([code, name]) => ({ code, name })),
      products: products.map(({ id, name, category }) => ({ id: String(id), name, category })),
    }
  }

  async templates(): Promise<Reply<'GET /console/rule-templates'>> {
    const names = await this.names.of(TEMPLATES.map(({ definition }) => definition.when))
    return { items: TEMPLATES.map(template => ({ ...template, sentence: ruleText(template.definition, names) })) }
  }
}
