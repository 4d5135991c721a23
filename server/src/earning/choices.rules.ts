/** Borderline cases about what a bill lists: with it and without it. Pure. */
import type { Condition } from '@huitou/shared/rules'
import { OTHER_CATEGORY } from './occasion.rules.js'
import type { Names } from './telling.rules.js'
import type { Bilingual } from './trace.rules.js'
import type { Borderline, Case, CaseContext } from './witness.rules.js'

type Chosen = Extract<
  Condition,
  { field: 'category' | 'product' | 'store' | 'channel' | 'tier' | 'tag' | 'newProduct' }
>

/** No store has this number. */
const NO_STORE = '999999999999'

/** With and without what a block lists; of tiers every one. */
export function choices(c: Chosen, met: Case, { names }: CaseContext): Borderline[] {
  const { occasion, member } = met
  const made = (key: string, says: Bilingual, change: Partial<Case>): Borderline => ({
    key,
    says,
    case: { ...met, ...change },
  })
  if (c.field === 'tier') {
    const codes = new Set([...names.tiers.keys(), ...c.value])
    return [...codes].slice(0, 8).map(code => {
      const name = names.tiers.get(code) ?? { zh: code, en: code }
      return made(
        `tier:${code}`,
        { zh: `${name.zh}会员`, en: `On the tier ${name.en}` },
        { member: { ...member, tier: code } },
      )
    })
  }
  if (c.field === 'tag') {
    return [
      made(
        'tag:with',
        { zh: `有标签「${c.value[0]}」`, en: `Tagged ${c.value[0]}` },
        { member: { ...member, tags: [c.value[0]!] } },
      ),
      made('tag:without', { zh: '没有任何标签', en: 'Without a tag' }, { member: { ...member, tags: [] } }),
    ]
  }
  if (c.field === 'store') {
    const other = [...names.stores.keys()].find(id => !c.value.includes(id))
    const place = (id: string): Bilingual => ({ zh: names.stores.get(id) ?? id, en: names.stores.get(id) ?? id })
    const at = (key: string, id: string, { zh, en }: Bilingual): Borderline =>
      made(key, { zh: `在${zh}`, en: `At ${en}` }, { occasion: { ...occasion, storeId: Number(id) } })
    const elsewhere = other === undefined ? { zh: '其他门店', en: 'another store' } : place(other)
    return [at('store:listed', c.value[0]!, place(c.value[0]!)), at('store:other', other ?? NO_STORE, elsewhere)]
  }
  if (c.field === 'channel') {
    const other = (['STAFF', 'POS', 'MINI_PROGRAM', 'IMPORT', 'DEMO'] as const).find(each => !c.value.includes(each))
    return [c.value[0]!, ...(other ? [other] : [])].map(channel =>
      made(
        `channel:${channel}`,
        { zh: `渠道 ${channel}`, en: `By ${channel}` },
        { occasion: { ...occasion, channel } },
      ),
    )
  }
  const without = occasion.lines.map(line => ({ ...line, category: 'NONE', productId: 0, listedOn: '2000-01-01' }))
  return [
    made(`${c.field}:with`, { zh: '含指定的菜品', en: 'With these dishes' }, {}),
    made(
      `${c.field}:without`,
      { zh: '不含指定的菜品', en: 'Without these dishes' },
      { occasion: { ...occasion, lines: without } },
    ),
  ]
}

/** A bill of each category by itself, and of another one. */
export function categoryCases(categories: readonly string[], met: Case, names: Names): Borderline[] {
  return [...new Set([...categories, OTHER_CATEGORY])].slice(0, 12).map(category => {
    const name = names.categories.get(category) ?? category
    const lines = [{ category, fen: met.occasion.paidFen, productId: null, listedOn: null }]
    return {
      key: `category:${category}`,
      says: { zh: `只点${name}`, en: `Only ${name}` },
      case: { ...met, occasion: { ...met.occasion, lines } },
    }
  })
}
