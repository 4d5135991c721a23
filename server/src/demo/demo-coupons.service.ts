import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { CouponLife } from '../coupons/coupon-life.service.js'
import { CouponGiving } from '../coupons/giving.service.js'
import type { Db } from '../db.js'
import { DEFAULT_LIMITS } from '../deliveries/limits.rules.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB } from '../tokens.js'
import { signatureOf } from '../versions.js'
import { claimsOf, type DemoClaim, type DemoCoupon, demoCoupons, waiterOf } from './coupons.rules.js'
import type { PlannedMember } from './events.rules.js'
import { inOrder } from './in-order.service.js'
import { DemoPast } from './past.service.js'
import type { Place } from './places.service.js'
import { STORIES } from './stories.rules.js'

const BY = { id: 0, username: 'demo', name: '演示', role: 'MARKETER', storeId: null }
const DAY_MS = 86_400_000
/** What is under way at once: no more than the database has connections for. */
const WIDTH = 12
const LOCKED_MS = 3 * 3_600_000

/** Coupons of the demonstration: given out, used, ended, given to a friend, and one on a bill that is being paid. */
@Injectable()
export class DemoCoupons {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DemoPast) private readonly past: DemoPast,
    @Inject(CouponLife) private readonly life: CouponLife,
    @Inject(CouponGiving) private readonly giving: CouponGiving,
  ) {}

  /** Gives out and uses what is not yet; killed in between, it goes on where it was. */
  async ensure(
    seed: number,
    plan: { members: PlannedMember[]; ids: number[] },
    by: { places: Place[]; now: Date },
  ): Promise<void> {
    const coupons = demoCoupons(by.now, DEFAULT_LIMITS.remindAt)
    const batches = new Map<string, number>()
    for (const coupon of coupons) batches.set(coupon.code, await this.publish(coupon, by.now))
    const claims = claimsOf(seed, plan.members, { coupons, now: by.now })
    const issued = new Map<DemoClaim, number>()
    const numbered = claims.map((claim, number) => ({ claim, number }))
    const run = async ({ claim, number }: (typeof numbered)[number]) => {
      issued.set(
        claim,
        await this.take(claim, { number, batchId: batches.get(claim.coupon)!, plan, places: by.places }),
      )
    }
    await inOrder(numbered, { width: WIDTH, keyOf: ({ claim }) => claim.member, run })
    await this.tell(claims, issued, plan)
  }

  /** A definition and a batch of it, from the day before the first one was taken. */
  private async publish({ code, definition, stock, days }: DemoCoupon, now: Date): Promise<number> {
    const past = this.past.coupons(new Date(now.getTime() - (days[0] + 1) * DAY_MS))
    const [there] = await this.db.query('SELECT code FROM coupon_version WHERE code = ? LIMIT 1', [code])
    const published = { requestId: `demo-coupon-${code}`, code, onTopOf: 0, definition, reason: '门店活动' }
    if (!there) await past.definitions.publish(BY, published)
    const source = code === 'welcome' ? ('ISSUE' as const) : ('CLAIM' as const)
    const batch = { requestId: `demo-batch-${code}`, code, name: '第一批', source, stock, perMember: 3 }
    const { id } = await past.batches.open(BY, { ...batch, from: null, until: null })
    return Number(id)
  }

  private async take(
    { coupon, member, at, use }: DemoClaim,
    by: { number: number; batchId: number; plan: { ids: number[] }; places: Place[] },
  ): Promise<number> {
    const { issuing } = this.past.coupons(at)
    const memberId = by.plan.ids[member]!
    const actor = { kind: 'OPERATOR' as const, name: signatureOf(BY), storeId: null }
    const order = { key: `demo:${by.number}`, batchId: by.batchId, memberId, by: actor }
    const id =
      coupon === 'welcome'
        ? (await this.db.transaction(tx => issuing.issue(tx, order))).id
        : await issuing.claim(memberId, by.batchId, `demo-claim-${by.number}`)
    if (use) await this.use(id, use, { key: `demo-use:${by.number}`, place: by.places[use.house]! })
    return id
  }

  private async use(
    id: number,
    { at, house, offFen }: NonNullable<DemoClaim['use']>,
    { key, place }: { key: string; place: Place },
  ): Promise<void> {
    const { life } = this.past.coupons(at)
    const by = { kind: 'STAFF' as const, name: waiterOf(house, place.staff), storeId: place.storeId }
    const locked = { key, couponIds: [id], memberId: null, purpose: 'VERIFICATION' as const, by }
    const used = { key, lockKey: key, coupons: [{ id, offFen }], storeId: place.storeId, by }
    const work = this.db.transaction(async tx => {
      await life.lock(tx, { ...locked, until: new Date(at.getTime() + 60_000) })
      await life.use(tx, used)
    })
    await work.catch(wasThere)
  }

  /** What waits for somebody to look: a present on its way, and a coupon on a bill that is being paid. */
  private async tell(
    claims: readonly DemoClaim[],
    issued: ReadonlyMap<DemoClaim, number>,
    { members, ids }: { members: PlannedMember[]; ids: number[] },
  ): Promise<void> {
    const last = (nickname: string, coupon: string) =>
      claims.findLast(claim => members[claim.member]!.nickname === nickname && claim.coupon === coupon)!
    const present = last(STORIES.diner, 'weekday-lunch')
    await this.giving.offer(ids[present.member]!, issued.get(present)!, 'demo-present').catch(wasThere)
    const paying = last(STORIES.held, 'anniversary')
    const memberId = ids[paying.member]!
    const order = { key: 'demo-lock:1', couponIds: [issued.get(paying)!], memberId, purpose: 'CHECKOUT' as const }
    const by = { kind: 'MEMBER' as const, name: String(memberId), storeId: null }
    const until = new Date(this.clock.now().getTime() + LOCKED_MS)
    await this.db.transaction(tx => this.life.lock(tx, { ...order, until, by })).catch(wasThere)
  }
}

const DONE = new Set(['coupon.used', 'coupon.locked', 'coupon.given', 'coupon.gift_ended'])

/** An earlier seeding that was cut off has come this far. */
function wasThere(error: unknown): void {
  if (!(error instanceof Refusal && DONE.has(error.code))) throw error
}
