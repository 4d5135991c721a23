/** Whether a long history makes an earn slower: a member with 100,000 entries beside one with ten. */
import { Bills, CHANNEL } from '../../server/src/purchases/bills.service.js'
import { Deployment } from './deployment.js'
import type { Section } from './figures.js'
import { addHistory } from './history-fixture.js'
import { addMembers } from './members-fixture.js'
import { compare, median } from './rounds.js'

const LONG = 100_000
const SHORT = 10
const ROUNDS = 15
const EARNS = 60

export const history: Section = async () => {
  const deployment = await Deployment.open()
  try {
    const [long, short] = (await addMembers(deployment.db, 2)) as [number, number]
    await addHistory(deployment, { memberId: long, entries: LONG, days: 720 })
    await addHistory(deployment, { memberId: short, entries: SHORT, days: SHORT })
    const { ratio, min, max, first, second } = await compare(
      ROUNDS,
      { name: 'long', measure: () => medianMs(deployment, long) },
      { name: 'short', measure: () => medianMs(deployment, short) },
    )
    await deployment.assertBooksBalance()
    const note = `${first.toFixed(2)} ms with ${LONG.toLocaleString('en')} entries, ${second.toFixed(2)} ms with ${SHORT}`
    return [{ name: 'latency.history', value: ratio, spread: [min, max], target: { most: 1.2 }, note }]
  } finally {
    await deployment.close()
  }
}

let bills = 0

/** The median time of an earn of one caller, in milliseconds. */
async function medianMs(deployment: Deployment, memberId: number): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < EARNS; i += 1) {
    bills += 1
    const began = performance.now()
    await deployment.get(Bills).record({
      storeId: deployment.storeId,
      billNo: `B${bills}`,
      memberId,
      paidFen: 8850,
      channel: CHANNEL.POS,
      who: 'bench',
      paidAt: new Date(),
    })
    times.push(performance.now() - began)
  }
  return median(times)
}
