import { Inject, Injectable } from '@nestjs/common'
import { LRUCache } from 'lru-cache'
import { type Db, insertAll } from '../db.js'
import { Members, type NewMember } from '../members/members.service.js'
import type { Store } from '../stores/stores.service.js'
import { DB } from '../tokens.js'
import { patiently } from './patience.service.js'

/** The first sale of a card that an import meets. */
export interface CardSale {
  card: string
  paidAt: Date
}

/** Members known only by the number of a card, enrolled by the first sale of it. */
@Injectable()
export class CardMembers {
  private readonly known = new LRUCache<string, number>({ max: 50_000 })

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(Members) private readonly members: Members,
  ) {}

  /** The members behind cards that are known, by card number. Nothing is written. */
  async find(brandId: number, cards: Iterable<string>): Promise<Map<string, number>> {
    const found = new Map<string, number>()
    const asked: string[] = []
    for (const card of new Set(cards)) {
      const known = this.known.get(`${brandId}|${card}`)
      if (known) found.set(card, known)
      else asked.push(card)
    }
    if (asked.length === 0) return found
    const sql = 'SELECT card_no, member_id FROM external_card WHERE brand_id = ? AND card_no IN (?)'
    const rows = await patiently(() => this.db.query<{ card_no: string; member_id: number }>(sql, [brandId, asked]))
    for (const row of rows) {
      found.set(row.card_no, row.member_id)
      this.known.set(`${brandId}|${row.card_no}`, row.member_id)
    }
    return found
  }

  /** The members behind the cards of these sales; those without one are enrolled. `made` counts the new ones. */
  async findOrEnrol(store: Store, sales: CardSale[]): Promise<{ ids: Map<string, number>; made: number }> {
    const ids = await this.find(
      store.brandId,
      sales.map(sale => sale.card),
    )
    const firsts = new Map<string, CardSale>()
    for (const sale of sales) {
      const first = firsts.get(sale.card)
      if (!ids.has(sale.card) && (!first || sale.paidAt < first.paidAt)) firsts.set(sale.card, sale)
    }
    if (firsts.size === 0) return { ids, made: 0 }
    const { enrolled, made } = await this.enrol(store, firsts)
    for (const [card, memberId] of enrolled) {
      ids.set(card, memberId)
      this.known.set(`${store.brandId}|${card}`, memberId)
    }
    return { ids, made }
  }

  private async enrol(store: Store, firsts: Map<string, CardSale>) {
    const cards = new Map([...firsts.keys()].map(card => [`card:${store.brandId}:${card}`, card]))
    const fresh = new Set<number>()
    const members = [...cards].map(([key, card]) =>
      memberOf(store, { key, card, enrolledAt: firsts.get(card)!.paidAt }),
    )
    const create = () =>
      this.members.createAll(members, async (tx, made) => {
        for (const { id } of made) fresh.add(id)
        const rows = made.map(({ id, key }) => ({ brand_id: store.brandId, card_no: cards.get(key)!, member_id: id }))
        await insertAll(tx, 'external_card', rows)
      })
    const ids = await patiently(create)
    const enrolled = new Map([...cards.values()].map((card, at) => [card, ids[at]!]))
    return { enrolled, made: ids.filter(id => fresh.has(id)).length }
  }

  /**
   * Sales do not always come in the order of time: who was enrolled by a later one is enrolled by his first. One
   * statement, so that it can be repeated after a kill.
   */
  async dateByFirstSale(): Promise<void> {
    await this.db.query(
      `UPDATE member m JOIN (SELECT member_id, MIN(paid_at) AS first_at FROM purchase WHERE member_id IS NOT NULL GROUP BY member_id) p
       ON p.member_id = m.id SET m.enrolled_at = p.first_at WHERE m.source = 'IMPORT' AND p.first_at < m.enrolled_at`,
    )
  }
}

function memberOf(store: Store, of: { key: string; card: string; enrolledAt: Date }): NewMember {
  return {
    key: of.key,
    phone: null,
    nickname: `会员${of.card.slice(-4)}`,
    source: 'IMPORT',
    storeId: store.id,
    enrolledAt: of.enrolledAt,
    consents: [],
  }
}
