import type { Language } from '../preferences'
import type { Options } from './rule'
import type { Names } from './words'

/** The names behind the codes and ids a rule may hold; what is gone shows as its code. */
export function namesOf(options: Options, language: Language): Names {
  const lookUp = (entries: [key: string, name: string][]) => {
    const names = new Map(entries)
    return (key: string) => names.get(key) ?? key
  }
  return {
    store: lookUp(options.stores.map(({ id, name }) => [id, name])),
    tier: lookUp(options.tiers.map(({ code, name }) => [code, name[language] || name.zh])),
    category: lookUp(options.categories.map(({ code, name }) => [code, name])),
    product: lookUp(options.products.map(({ id, name }) => [id, name])),
  }
}
