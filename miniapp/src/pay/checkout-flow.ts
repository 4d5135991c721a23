/** One payment from its beginning to its end, apart from any page: what is asked of whom, and what is shown meanwhile. */
import type { ReplyOf } from '@huitou/shared/client'
import { type CallError, call } from '../call'
import { asCallError } from '../hooks/use-load'
import { freshId } from '../ids'
import { nudge } from '../notices'
import { toldUntilNow } from '../parts/live-result'
import { wechat } from '../wechat'
import type { Quote } from './use-quote'

export type Checkout = ReplyOf<'GET /member/checkouts/:id'>

/**
 * CHOOSING: nothing is begun. ASKING: whether it was paid is not known, and the server is asked. STILL: it does not know
 * yet either. READY: begun and not paid. OVER: as the checkout says.
 */
export type Step = 'CHOOSING' | 'BEGINNING' | 'SHEET' | 'ASKING' | 'STILL' | 'READY' | 'CLOSING' | 'OVER'

export interface FlowState {
  step: Step
  checkout: Checkout | null
  error: CallError | null
}

const ASK_EVERY_MS = 1_200
const ASKS = 20
/** How often it is asked where no answer comes at all; each of them is repeated by itself already. */
const TRIES = 2

/** One thing at a time: a second tap while something is under way does nothing. */
export class CheckoutFlow {
  private running = false
  private stopped = false
  /** The same choice is sent under the same number until it is answered, whatever the network does. */
  private request = { said: '', id: '' }
  private state: FlowState

  /** `resume` is a payment that was begun before this page. */
  constructor(
    private readonly resume: string | null,
    private readonly tell: (state: FlowState) => void,
  ) {
    this.state = firstState(resume)
  }

  /** The page is gone: what is under way ends without it. */
  stop(): void {
    this.stopped = true
  }

  /** Goes on where an earlier page has left off. */
  start(): void {
    this.stopped = false
    if (this.resume) this.ask()
  }

  /** Begins with what the page shows, and pays. */
  begin(quote: Quote): void {
    this.once('CHOOSING', async () => {
      const body = {
        billId: quote.billId,
        points: quote.points.used,
        couponIds: quote.coupons.map(({ id }) => id),
        expectedPayableFen: quote.payableFen,
      }
      const said = JSON.stringify(body)
      if (this.request.said !== said) this.request = { said, id: freshId() }
      this.show({ step: 'BEGINNING', error: null })
      const checkout = await call('POST /member/checkouts', { body: { requestId: this.request.id, ...body } })
      this.request = { said: '', id: '' }
      await this.pay(checkout)
    })
  }

  /** Pays what has been begun. WeChat may have heard of the payment meanwhile, so the server is asked first. */
  goOn(): void {
    this.once('READY', async () => {
      const { checkout } = this.state
      if (!checkout) return
      this.show({ step: 'BEGINNING', error: null })
      await this.pay(await call('GET /member/checkouts/:id', { params: { id: checkout.id } }))
    })
  }

  ask(): void {
    this.once('STILL', async () => {
      const id = this.state.checkout?.id ?? this.resume
      if (id) await this.follow(id, this.state.step === 'STILL')
    })
  }

  giveUp(): void {
    this.once('READY', async () => {
      const { checkout } = this.state
      if (!checkout) return
      this.show({ step: 'CLOSING', error: null })
      const after = await call('POST /member/checkouts/:id/cancellations', { params: { id: checkout.id } })
      if (after.state === 'CLOSING') await this.follow(after.id, false)
      else this.end(after)
    })
  }

  chooseAgain(): void {
    this.show({ step: 'CHOOSING', checkout: null, error: null })
  }

  private async pay(checkout: Checkout): Promise<void> {
    if (checkout.state !== 'PAYING') return this.follow(checkout.id, false)
    if (!checkout.pay) return this.show({ step: 'READY', checkout })
    this.show({ step: 'SHEET', checkout, error: null })
    const outcome = await wechat.pay(checkout.pay, { amountFen: checkout.payableFen, to: checkout.storeName })
    if (outcome === 'CANCELLED') return this.show({ step: 'READY', checkout })
    return this.follow(checkout.id, outcome === 'PAID')
  }

  /** Waits for an outcome. An order that is open although somebody has paid is not known yet; otherwise it is simply unpaid. */
  private async follow(id: string, hasPaid: boolean): Promise<void> {
    this.show({ step: 'ASKING', error: null })
    for (let asks = 1; !this.stopped; asks += 1) {
      const { checkout, error } = await look(id)
      // A network that is gone says nothing about the money: the page says so, and asks again when told to.
      if (!checkout) {
        if (asks >= TRIES) return this.show({ step: 'STILL', error })
      } else if (checkout.state !== 'PAYING' && checkout.state !== 'CLOSING') {
        return this.end(checkout)
      } else if (checkout.state === 'PAYING' && !hasPaid) {
        return this.show({ step: 'READY', checkout })
      } else {
        const closing = checkout.state === 'CLOSING'
        this.show({ step: closing ? 'CLOSING' : asks >= ASKS ? 'STILL' : 'ASKING', checkout })
        if (asks >= ASKS) return
      }
      await new Promise(resolve => setTimeout(resolve, ASK_EVERY_MS))
    }
  }

  /** This page says how it ended, and what that did to points; the table's page need not say it again. */
  private end(checkout: Checkout): void {
    if (checkout.state === 'PAID') nudge()
    toldUntilNow()
    this.show({ step: 'OVER', checkout })
  }

  private once(failed: Step, work: () => Promise<void>): void {
    if (this.running) return
    this.running = true
    work()
      .catch(error => this.show({ step: failed, error: asCallError(error) }))
      .finally(() => {
        this.running = false
      })
  }

  private show(next: Partial<FlowState>): void {
    if (this.stopped) return
    this.state = { ...this.state, ...next }
    this.tell(this.state)
  }
}

export function firstState(resume: string | null): FlowState {
  return { step: resume ? 'ASKING' : 'CHOOSING', checkout: null, error: null }
}

async function look(id: string): Promise<{ checkout: Checkout; error: null } | { checkout: null; error: CallError }> {
  try {
    return { checkout: await call('GET /member/checkouts/:id', { params: { id } }), error: null }
  } catch (error) {
    return { checkout: null, error: asCallError(error) }
  }
}
