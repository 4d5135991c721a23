/** A till of a shop: it asks until it is answered, always with the same key, and writes down what became of it. */
import type { Entry } from './book.js'
import { fenOf, yuanOf } from './money.js'
import { type Accident, type Ask, NoAnswer, PosRefusal, type PosWire } from './wire.js'

/** A bill as the shop's own software has it: in yuan. */
export interface Sale {
  billNo: string
  checkoutToken: string
  dishes: { name: string; yuan: string }[]
  points: number
  couponIds: string[]
}

export interface Reserved {
  key: string
  billNo: string
  amountFen: number
  couponFen: number
  points: number
  pointsFen: number
  payableFen: number
}

interface Reversed {
  refundNo: string
  refundFen: number
  cashFen: number
  points: number
  pointsFen: number
  coupons: { fen: number }[]
}

const TRIES = 8
const PAUSE_MS = 40
/** What is not there yet when requests overtake one another: asked again. */
const NOT_YET = new Set(['checkout.unknown', 'checkout.not_committed', 'server.busy', 'rate.limited'])

export class PosTill {
  readonly book: Entry[] = []
  retries = 0
  /** Commits that wait for the line, each with the time at which the guest paid. */
  private readonly waiting: { reserved: Reserved; paidAt: string }[] = []

  constructor(readonly wire: PosWire) {}

  async identify(code: string): Promise<string> {
    const answer = await this.until<{ diners: { checkoutToken: string }[] }>({
      method: 'POST',
      path: '/identifications',
      body: { code },
    })
    return answer.diners[0]!.checkoutToken
  }

  reserve(sale: Sale, accident: Accident = null): Promise<Reserved> {
    return this.until<Reserved>({ method: 'POST', path: '/checkouts', body: bodyOf(sale) }, accident)
  }

  /** What the reservation of a sale is named by, known before anybody has answered. */
  keyOf({ billNo }: Pick<Sale, 'billNo'>): string {
    return billNo
  }

  async commit(reserved: Reserved, { accident = null, paidAt }: { accident?: Accident; paidAt?: string } = {}) {
    await this.until(commitOf(reserved, paidAt ?? this.wire.now().toISOString()), accident)
    this.write(reserved)
  }

  /** The line is down: the guest pays, and the commit waits. */
  commitLater(reserved: Reserved): void {
    this.waiting.push({ reserved, paidAt: this.wire.now().toISOString() })
  }

  /** The line is back: everything that waited, in its order, each sent twice over as a restarted till would. */
  async flush(): Promise<number> {
    const all = this.waiting.splice(0)
    for (const { reserved, paidAt } of all) await this.commit(reserved, { accident: 'TWICE', paidAt })
    return all.length
  }

  async cancel({ key }: Reserved, accident: Accident = null): Promise<void> {
    await this.until({ method: 'POST', path: `/checkouts/${key}/cancellations` }, accident)
  }

  async reverse(reserved: Reserved, part: { refundNo: string; refundFen: number; accident?: Accident }): Promise<void> {
    const { refundNo, refundFen, accident = null } = part
    const path = `/checkouts/${reserved.key}/reversals`
    const got = await this.until<Reversed>({ method: 'POST', path, body: { refundNo, refundFen } }, accident)
    this.book.push({
      kind: 'REVERSAL',
      key: reserved.key,
      billNo: reserved.billNo,
      refundNo,
      amountFen: got.refundFen,
      couponFen: got.coupons.reduce((sum, { fen }) => sum + fen, 0),
      points: got.points,
      pointsFen: got.pointsFen,
      cashFen: got.cashFen,
    })
  }

  /** A commit sent without waiting for anything, and without believing anything. */
  async shout(reserved: Pick<Reserved, 'key' | 'payableFen'>): Promise<string> {
    try {
      await this.wire.send(commitOf(reserved, this.wire.now().toISOString()))
      return 'ok'
    } catch (error) {
      if (error instanceof PosRefusal) return error.code
      throw error
    }
  }

  /** Asks until it is answered: with the same key, signed anew. An accident happens to the first try. */
  private async until<T>(ask: Ask, accident: Accident = null): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.wire.send<T>(ask, attempt === 1 ? accident : null)
      } catch (error) {
        const again = error instanceof NoAnswer || (error instanceof PosRefusal && NOT_YET.has(error.code))
        if (!again || attempt >= TRIES) throw error
        this.retries += 1
        if (!(error instanceof NoAnswer)) await new Promise(resolve => setTimeout(resolve, PAUSE_MS * attempt))
      }
    }
  }

  private write({ key, billNo, amountFen, couponFen, points, pointsFen, payableFen }: Reserved): void {
    const sums = { amountFen, couponFen, points, pointsFen, cashFen: payableFen }
    this.book.push({ kind: 'COMMIT', key, billNo, refundNo: null, ...sums })
  }
}

/** From yuan to fen, and the bill's sum from its dishes: nothing is reckoned in fractions. */
function bodyOf({ billNo, checkoutToken, dishes, points, couponIds }: Sale) {
  const items = dishes.map(({ name, yuan }) => ({ name, quantity: 1, amountFen: fenOf(yuan) }))
  const amountFen = items.reduce((sum, item) => sum + item.amountFen, 0)
  return { idempotencyKey: billNo, billNo, checkoutToken, amountFen, items, points, couponIds }
}

function commitOf({ key, payableFen }: Pick<Reserved, 'key' | 'payableFen'>, paidAt: string): Ask {
  const paidFen = fenOf(yuanOf(payableFen))
  const payments = paidFen > 0 ? [{ method: 'WECHAT', fen: paidFen, reference: `W${key}` }] : []
  return { method: 'POST', path: `/checkouts/${key}/commits`, body: { paidFen, payments, paidAt } }
}
