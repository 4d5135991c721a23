import type { StackBody } from '@huitou/shared/coupon-desk'
import type { CouponDefinition } from '@huitou/shared/coupons'
import { Inject, Injectable } from '@nestjs/common'
import type { z } from 'zod'
import type { Clock } from '../clock.js'
import type { Db } from '../db.js'
import type { Caller, Input, Reply } from '../http.js'
import { ImageStore } from '../images/image-store.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB } from '../tokens.js'
import { couponSentence, couponTerms, faceText, nameText, stackingRows } from './coupon.texts.js'
import { CouponNamesReader } from './coupon-names.service.js'
import { BATCH_COLUMNS, type BatchRow } from './coupon-rows.service.js'
import { CouponDefinitions, type PublishedCoupon } from './definitions.service.js'
import { discountBill, type Offered } from './discount.rules.js'
import { CouponFigures, sumOf } from './figures.service.js'
import { problemsOf } from './problems.rules.js'
import { lostText } from './reasons.texts.js'
import { discountOf, MOST_OFFERED } from './stacking.rules.js'
import type { BillLine } from './usable.rules.js'

const PAGE = 50
const MAX_BATCHES = 5_000

/** Coupons as marketers see them: what there is, how it goes, what a change would mean. */
@Injectable()
export class CouponOffice {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CouponDefinitions) private readonly definitions: CouponDefinitions,
    @Inject(CouponFigures) private readonly figures: CouponFigures,
    @Inject(CouponNamesReader) private readonly names: CouponNamesReader,
    @Inject(ImageStore) private readonly images: ImageStore,
  ) {}

  async list(query: Input<'GET /console/coupons'>['query']): Promise<Reply<'GET /console/coupons'>> {
    const limit = query.limit ?? PAGE
    const from = Number(query.cursor ?? 0)
    const all = await this.definitions.newest()
    const items = await this.summaries(all.slice(from, from + limit))
    return { items, nextCursor: all.length > from + limit ? String(from + limit) : null }
  }

  async file(code: string): Promise<Reply<'GET /console/coupons/:code'>> {
    const versions = await this.definitions.versions(code)
    const [summary] = await this.summaries(versions.slice(0, 1))
    const names = await this.names.of(versions.map(({ definition }) => definition))
    return {
      ...summary!,
      terms: couponTerms(summary!.definition, names),
      versions: versions.map(({ version, definition, reason, publishedAt, publishedBy }) => ({
        version,
        sentence: couponSentence(definition, names),
        reason,
        publishedAt: publishedAt.toISOString(),
        publishedBy,
      })),
    }
  }

  /** Publishes and answers the coupon as it is then; refusals are those of `CouponDefinitions.publish`. */
  async publish(
    operator: Caller['operator'],
    asked: Parameters<CouponDefinitions['publish']>[1],
  ): Promise<Reply<'POST /console/coupons'>> {
    await this.assertKnown(asked.definition)
    await this.definitions.publish(operator, asked)
    return this.file(asked.code)
  }

  /** What a definition says in words, for the editor. */
  async check(definition: CouponDefinition): Promise<Reply<'POST /console/coupon-checks'>> {
    const names = await this.names.of([definition])
    return {
      face: faceText(definition),
      sentence: couponSentence(definition, names),
      terms: couponTerms(definition, names),
      stacking: stackingRows(definition),
      problems: problemsOf(definition, this.clock.now()),
    }
  }

  /** What these coupons, or all there are, would take off one bill together at most. */
  async stack(body: z.output<typeof StackBody>): Promise<Reply<'POST /console/coupon-stacks'>> {
    const newest = await this.definitions.newest()
    const chosen = newest.filter(({ code }) => body.codes === null || body.codes.includes(code))
    if (body.codes && chosen.length < new Set(body.codes).size) throw new Refusal('record.not_found')
    const offered = chosen
      .flatMap(copiesOf)
      .slice(0, MOST_OFFERED)
      .map((one, id) => ({ ...one, id: id + 1 }))
    const lines = await this.linesOf(body.items)
    const bill = { ...discountBill(body.totalFen, lines), points: body.points, tierPrice: body.tierPrice }
    const best = discountOf(offered, bill)
    const names = await this.names.of(chosen.map(({ definition }) => definition))
    const named = (id: number) => offered.find(one => one.id === id)!
    const nameOf = (id: number) => nameText(named(id).definition)
    return {
      used: best.taken.map(({ id, code, offFen }) => ({ code, name: nameOf(id), offFen })),
      lost: best.lost
        .filter(({ code, why }) => why !== 'SAME' && !best.taken.some(one => one.code === code))
        .map(one => ({ code: one.code, name: nameOf(one.id), sentence: lostText(one, nameOf, names) })),
      offFen: best.offFen,
      payableFen: best.payableFen,
      percent: best.percent,
      // Dishes cost what they cost, whatever a coupon takes off their price.
      marginFen: best.payableFen - Math.round((body.totalFen * (100 - body.marginPercent)) / 100),
      groups: chosen.map(({ code, definition }) => ({ group: code, rows: stackingRows(definition) })),
    }
  }

  private async summaries(all: readonly PublishedCoupon[]) {
    if (all.length === 0) return []
    const sql = `SELECT ${BATCH_COLUMNS} FROM coupon_batch WHERE code IN (?) ORDER BY id DESC LIMIT ${MAX_BATCHES}`
    const batches = await this.db.query<BatchRow>(sql, [all.map(({ code }) => code)])
    const figures = await this.figures.of(batches)
    const names = await this.names.of(all.map(({ definition }) => definition))
    return all.map(({ code, version, definition, publishedAt }) => {
      const own = batches.filter(batch => batch.code === code)
      return {
        code,
        version,
        definition,
        face: faceText(definition),
        sentence: couponSentence(definition, names),
        publishedAt: publishedAt.toISOString(),
        batches: own.length,
        figures: sumOf(own.flatMap(batch => figures.get(batch.id) ?? [])),
      }
    })
  }

  /** Stores, dishes and the picture a coupon names must be there. Refuses `coupon.invalid` with the path. */
  private async assertKnown(definition: CouponDefinition): Promise<void> {
    this.names.forget()
    const names = await this.names.of([definition])
    const { stores, dishes } = definition.scope
    const unknown = (ids: readonly string[], known: ReadonlyMap<string, string>) => ids.some(id => !known.has(id))
    const products = definition.effect.type === 'ITEM' ? definition.effect.products : []
    const noPicture = definition.image && !(await this.images.has(definition.image))
    const wrong = [
      ...(noPicture ? ['image'] : []),
      ...(stores && unknown(stores, names.stores) ? ['scope.stores'] : []),
      ...(dishes && unknown(dishes.products, names.products) ? ['scope.dishes.products'] : []),
      ...(unknown(products, names.products) ? ['effect.products'] : []),
    ]
    if (wrong.length > 0) throw new Refusal('coupon.invalid', { wrong: wrong.map(path => ({ path })) })
  }

  private async linesOf(items: z.output<typeof StackBody>['items']): Promise<BillLine[]> {
    if (items.length === 0) return []
    const sql = 'SELECT id, name, category FROM product WHERE name IN (?)'
    const rows = await this.db.query<{ id: number; name: string; category: string }>(sql, [
      items.map(({ name }) => name),
    ])
    return items.map(({ name, category, quantity, amountFen }) => {
      const product = rows.find(row => row.name === name)
      return { productId: product?.id ?? null, category: category ?? product?.category ?? 'OTHER', quantity, amountFen }
    })
  }
}

/** As many as one bill may take of a kind, as if somebody held them all. */
function copiesOf({ code, version, definition }: PublishedCoupon): Omit<Offered, 'id'>[] {
  const expiresAt = new Date(0)
  return Array.from({ length: definition.stacking.perBill }, () => ({ code, version, definition, expiresAt }))
}
