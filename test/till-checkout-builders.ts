/** A till that checks guests out with points and coupons, signing what it asks; and staff who do the same by phone. */
import type { Input } from '../server/src/http.js'
import { freshId, TableHouse } from './checkout-builders.js'
import { codeOf } from './till-builders.js'
import type { TestMember, World } from './world.js'
import { MINUTE } from './world-basics.js'

type ReserveBody = Input<'POST /pos/v1/checkouts'>['body']
type CommitBody = Input<'POST /pos/v1/checkouts/:key/commits'>['body']
type ReverseBody = Input<'POST /pos/v1/checkouts/:key/reversals'>['body']
type Asked = Partial<Omit<ReserveBody, 'checkoutToken'>>

const KNOWN_MS = 5 * MINUTE

export class TillHouse {
  private readonly tokens = new Map<number, { token: string; at: number }>()

  private constructor(
    readonly house: TableHouse,
    readonly till: Awaited<ReturnType<World['pos']>>,
  ) {}

  static async open(world: World, at?: number): Promise<TillHouse> {
    const house = await TableHouse.open(world, at)
    return new TillHouse(house, await world.pos(house.storeId))
  }

  get world(): World {
    return this.house.world
  }

  guest(person: { points?: number; nickname?: string } = {}): Promise<TestMember> {
    return this.world.member({ nickname: '安娜', points: 2_000, ...person })
  }

  /** The guest shows the code and the till reads it; for some minutes the till knows who that is. */
  async token(member: TestMember): Promise<string> {
    const now = this.world.clock.now().getTime()
    const known = this.tokens.get(member.id)
    if (known && now - known.at < KNOWN_MS) return known.token
    const { qr } = await codeOf(member)
    const { diners } = await this.till.sign('POST /pos/v1/identifications', { body: { code: qr } })
    const token = diners[0]!.checkoutToken
    this.tokens.set(member.id, { token, at: now })
    return token
  }

  /** A body for a quote and for a reservation; ¥200 and no coupons unless said otherwise. */
  async ask(member: TestMember, asked: Asked = {}): Promise<ReserveBody> {
    const billNo = asked.billNo ?? `B${freshId()}`
    const whole = { billNo, idempotencyKey: billNo, amountFen: 20_000, points: 0, couponIds: [], ...asked }
    return { checkoutToken: await this.token(member), ...whole }
  }

  quote(body: ReserveBody) {
    const { idempotencyKey: _, expectedPayableFen: __, ...asked } = body
    return this.till.sign('POST /pos/v1/checkouts/quotes', { body: asked })
  }

  reserve(body: ReserveBody, till = this.till) {
    return till.sign('POST /pos/v1/checkouts', { body })
  }

  async reserved(member: TestMember, asked: Asked = {}) {
    return this.reserve(await this.ask(member, asked))
  }

  one(key: string) {
    return this.till.sign('GET /pos/v1/checkouts/:key', { params: { key } })
  }

  /** Pays what was payable, in cash, unless said otherwise. */
  async commit(key: string, body?: Partial<CommitBody>, till = this.till) {
    const paidFen = body?.paidFen ?? (await this.one(key)).payableFen
    const payments = paidFen > 0 ? [{ method: 'CASH' as const, fen: paidFen }] : []
    return till.sign('POST /pos/v1/checkouts/:key/commits', {
      params: { key },
      body: { payments, ...body, paidFen },
    })
  }

  cancel(key: string) {
    return this.till.sign('POST /pos/v1/checkouts/:key/cancellations', { params: { key } })
  }

  reverse(key: string, refundFen: number, more: Partial<ReverseBody> = {}) {
    const body = { refundNo: `R${freshId()}`, refundFen, ...more }
    return this.till.sign('POST /pos/v1/checkouts/:key/reversals', { params: { key }, body })
  }

  /** Of a business day in Shanghai. */
  day(day: string, more: { cursor?: string; limit?: number } = {}) {
    return this.till.sign('GET /pos/v1/settlements', { query: { day, ...more } })
  }
}
