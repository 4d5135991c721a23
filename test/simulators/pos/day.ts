/** A day at the tills of one store, with everything that goes wrong on such a day, and its end. */
import { type Day, differencesOf, digestOf, type Entry } from './book.js'
import { yuanOf } from './money.js'
import type { TillKey } from './signer.js'
import { PosTill, type Reserved, type Sale } from './till.js'
import { PosWire } from './wire.js'

export interface DayPlan {
  url: string
  /** The business day, "2026-11-23". */
  day: string
  tills: TillKey[]
  /** Guests with the token their phone asks for codes with, and coupons each of which is used once. */
  guests: { token: string; couponIds: string[] }[]
  sales: number
  seed: number
}

export interface DayReport {
  done: Record<Way, number>
  accidents: { DROP: number; TWICE: number; late: number }
  retries: number
  offline: number
  entries: number
  /** Nothing, when both sides agree. */
  differences: string[]
  digestAgrees: boolean
  /** Reserved, and left to time. */
  open: number
  p95Ms: number
}

/**
 * PLAIN: in order. DUPLICATES: everything twice at once. LOST: every first answer is lost. EARLY_COMMIT: sent before the
 * reservation was answered. EARLY_REVERSE: sent before the commit was answered. OFFLINE: committed when the line is back, as
 * of then. CANCELLED and REFUNDED, in part or in three parts, are what they say.
 */
export const WAYS = [
  'PLAIN',
  'DUPLICATES',
  'LOST',
  'EARLY_COMMIT',
  'EARLY_REVERSE',
  'OFFLINE',
  'CANCELLED',
  'REFUNDED',
] as const
export type Way = (typeof WAYS)[number]

/** Seven minutes slow, three fast: the first is told, the second is close enough. */
const DRIFTS_MS = [-7 * 60_000, 3 * 60_000]

export async function playDay(plan: DayPlan): Promise<DayReport> {
  const draw = drawing(plan.seed)
  const tills = plan.tills.map((key, at) => new PosTill(new PosWire(plan.url, key, DRIFTS_MS[at % 2]!)))
  const done = Object.fromEntries(WAYS.map(way => [way, 0])) as Record<Way, number>
  const tokens = new Map<string, Promise<string>>()
  const line = async (till: PosTill, place: number) => {
    for (let n = place; n < plan.sales; n += tills.length) {
      const way = WAYS[n % WAYS.length]!
      const guest = plan.guests[n % plan.guests.length]!
      const known = tokens.get(guest.token) ?? codeOf(plan.url, guest.token).then(code => till.identify(code))
      tokens.set(guest.token, known)
      await sell(till, way, saleOf(draw, { n, seed: plan.seed, guest, checkoutToken: await known }))
      done[way] += 1
    }
  }
  await Promise.all(tills.map(line))
  let offline = 0
  for (const till of tills) offline += await till.flush()
  const book = tills.flatMap(till => till.book)
  const report = await reconcile(tills[0]!, plan.day, book)
  for (const till of tills) till.wire.close()
  const times = tills.flatMap(till => till.wire.times).sort((a, b) => a - b)
  const sum = (of: (till: PosTill) => number) => tills.reduce((total, till) => total + of(till), 0)
  const accidents = {
    DROP: sum(till => till.wire.accidents.DROP),
    TWICE: sum(till => till.wire.accidents.TWICE),
    late: sum(till => till.wire.accidents.late),
  }
  const p95Ms = Math.round(times[Math.floor(times.length * 0.95)] ?? 0)
  return { done, accidents, retries: sum(till => till.retries), offline, entries: book.length, ...report, p95Ms }
}

async function sell(till: PosTill, way: Way, sale: Sale): Promise<void> {
  const refund = (no: number, refundFen: number) => ({ refundNo: `${sale.billNo}-R${no}`, refundFen })
  switch (way) {
    case 'PLAIN':
      return till.commit(await till.reserve(sale))
    case 'DUPLICATES':
      return till.commit(await till.reserve(sale, 'TWICE'), { accident: 'TWICE' })
    case 'LOST': {
      const reserved = await till.reserve(sale, 'DROP')
      await till.commit(reserved, { accident: 'DROP' })
      return till.reverse(reserved, { ...refund(1, 500), accident: 'DROP' })
    }
    case 'EARLY_COMMIT': {
      // What is payable is a guess before the answer; only the right one may go through, and only once it is reserved.
      const [reserved] = await Promise.all([till.reserve(sale), till.shout({ key: till.keyOf(sale), payableFen: 1 })])
      return till.commit(reserved)
    }
    case 'EARLY_REVERSE': {
      const reserved = await till.reserve(sale)
      await Promise.all([till.reverse(reserved, refund(1, 700)), till.commit(reserved)])
      return
    }
    case 'OFFLINE':
      return till.commitLater(await till.reserve(sale))
    case 'CANCELLED': {
      const reserved = await till.reserve(sale)
      await till.cancel(reserved, 'DROP')
      return till.cancel(reserved)
    }
    case 'REFUNDED': {
      const reserved = await till.reserve(sale)
      await till.commit(reserved)
      return refundInParts(till, reserved, refund)
    }
  }
}

/** Two odd parts and the rest: all of it in the end. */
async function refundInParts(
  till: PosTill,
  reserved: Reserved,
  refund: (no: number, fen: number) => { refundNo: string; refundFen: number },
): Promise<void> {
  const [first, second] = [Math.floor(reserved.amountFen / 3), Math.floor(reserved.amountFen / 7)]
  await till.reverse(reserved, { ...refund(1, first), accident: 'TWICE' })
  await till.reverse(reserved, refund(2, second))
  await till.reverse(reserved, refund(3, reserved.amountFen - first - second))
}

function saleOf(
  draw: (most: number) => number,
  of: { n: number; seed: number; guest: DayPlan['guests'][number]; checkoutToken: string },
): Sale {
  const { n, seed, guest, checkoutToken } = of
  const names = ['酸菜鱼', '毛血旺', '酸梅汤', '米饭']
  const dishes = names.slice(0, 2 + draw(2)).map(name => ({ name, yuan: yuanOf(3_000 + draw(6_000)) }))
  // A coupon is used in one sale; most sales have none left to use.
  const couponIds = draw(2) === 0 ? guest.couponIds.splice(0, 1) : []
  return { billNo: `D${seed}-${n}`, checkoutToken, dishes, points: [0, 100, 137, 250][draw(4)]!, couponIds }
}

/** The guest's phone asks for the code that it shows. */
async function codeOf(url: string, token: string): Promise<string> {
  const answer = await fetch(`${url}/api/member/codes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
  })
  const { codes } = (await answer.json()) as { codes: { barcode: string }[] }
  return codes[0]!.barcode
}

/** The day's digest first; then every entry, page by page, since somebody may want to know what differs. */
async function reconcile(till: PosTill, day: string, book: readonly Entry[]) {
  const theirs: Entry[] = []
  let whole: Day['whole'] = null
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query: string = cursor === '' ? '' : `&cursor=${cursor}`
    const page: Day = await till.wire.send<Day>({ method: 'GET', path: `/settlements?day=${day}&limit=25${query}` })
    whole ??= page.whole
    theirs.push(...page.items)
    cursor = page.nextCursor
  }
  const open = whole?.open ?? -1
  return { differences: differencesOf(book, theirs), digestAgrees: whole?.digest === digestOf(book), open }
}

/** The same numbers for the same seed: a linear congruence is good enough to deal accidents out. */
function drawing(seed: number): (most: number) => number {
  let state = seed >>> 0
  return most => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * most)
  }
}
