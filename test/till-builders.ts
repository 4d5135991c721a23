/** What happens at the till of one store, for tests about what members and operators then read. */
import type { Reply } from '../server/src/http.js'
import * as make from './ledger-builders.js'
import { openWorld, type Person, type World } from './world.js'

export interface TestTill {
  /** A number that no bill has yet. */
  nextNo(): string
  /** A bill now, of a member or of nobody. */
  bill(
    memberId: number | null,
    paidFen: number,
    more?: Parameters<World['bill']>[0],
  ): Promise<{ billNo: string; row: Awaited<ReturnType<World['bill']>>['row'] }>
  /** A refund of so much of a bill, once for each amount. */
  refund(billNo: string, amountFen: number): Promise<Reply<'POST /pos/bills/:billNo/refunds'>>
  /** Points spent on something. */
  spend(memberId: number, points: number, what?: string): Promise<void>
  /** Runs at a moment of its own and comes back to the present. */
  at<T>(when: string | Date, work: () => Promise<T>): Promise<T>
}

/** A world with one store whose business day ends at midnight, and what happens at its till. */
export async function openTillWorld(store: Parameters<World['store']>[0] = {}) {
  const world = await openWorld()
  const storeId = await world.store({ dayCutOff: '00:00', ...store })
  return { world, store: storeId, ...tillOf(world, storeId) }
}

export type TillWorld = Awaited<ReturnType<typeof openTillWorld>>
export type Restaurant = Awaited<ReturnType<typeof openRestaurant>>

/** The same with a waiter and a POS, which ring bills up through the server. */
export async function openRestaurant() {
  const { world, store, nextNo } = await openTillWorld()
  return { world, store, nextBill: nextNo, waiter: await world.staff(store), till: await world.pos(store) }
}

let tills = 0

export function tillOf(world: World, storeId: number): TestTill {
  tills += 1
  const till = `T${tills}`
  let keyed: ReturnType<World['pos']> | null = null
  let numbers = 0
  const nextNo = () => {
    numbers += 1
    return `${till}-${numbers}`
  }
  return {
    nextNo,
    async bill(memberId, paidFen, more = {}) {
      const billNo = nextNo()
      const { row } = await world.bill({ storeId, billNo, memberId, paidFen, ...more })
      return { billNo: row.bill_no, row }
    },
    async refund(billNo, amountFen) {
      const body = { refundNo: `${billNo}-R${amountFen}`, amountFen, reason: '退菜' }
      keyed ??= world.pos(storeId)
      return (await keyed).call('POST /pos/bills/:billNo/refunds', { params: { billNo }, body })
    },
    async spend(memberId, points, what = '兑换') {
      const explanation = { kind: 'SPEND', what: { zh: what, en: 'a reward' }, points }
      const about = { memberId, storeId, key: `spend:${nextNo()}`, occurredAt: world.clock.now(), explanation }
      await world.lane.post(make.spend(points, about))
    },
    async at(when, work) {
      const now = world.clock.now()
      world.clock.set(when)
      try {
        return await work()
      } finally {
        world.clock.set(now)
      }
    },
  }
}

/** The code a member's phone shows now. */
export const codeOf = async (member: Person) => (await member.call('POST /member/codes')).codes[0]!
