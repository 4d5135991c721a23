/** Bills through the lane ÷ the same bills written by TypeORM `save`. */
import { Earning } from '../../server/src/earning/earning.service.js'
import { Lane } from '../../server/src/ledger/lane.service.js'
import { Bills, CHANNEL } from '../../server/src/purchases/bills.service.js'
import { Stores } from '../../server/src/stores/stores.service.js'
import { Deployment } from './deployment.js'
import { type Figure, rate, type Section, shown } from './figures.js'
import { addMembers } from './members-fixture.js'
import { type Comparison, closedLoop, compare } from './rounds.js'
import { SaveBaseline } from './save-baseline.js'

const CALLERS = 64
const MEMBERS = 5_000
const ROUNDS = 5
const SLICE_MS = 2_500

interface Setting {
  callers: number
  members: number
}

interface Outcome {
  comparison: Comparison
  commitsPerOperation: number
}

export const random: Section = async () => {
  const { comparison, commitsPerOperation } = await measured({ callers: CALLERS, members: MEMBERS })
  return [
    figureOf('ledger.random', comparison, { least: 5, aim: 10 }),
    {
      name: 'ledger.commitsPerOperation',
      value: commitsPerOperation,
      target: { most: 0.1 },
      note: `${CALLERS} callers, ${shown(1 / commitsPerOperation)} bills in a batch on average`,
    },
  ]
}

export const hot: Section = async () => {
  const { comparison } = await measured({ callers: CALLERS, members: 1 })
  return [figureOf('ledger.hot', comparison, { least: 15, aim: 30 })]
}

export const one: Section = async () => {
  const { comparison } = await measured({ callers: 1, members: MEMBERS })
  return [figureOf('ledger.one', comparison, { least: 1.5 })]
}

function figureOf(name: string, { ratio, min, max, first, second }: Comparison, target: Figure['target']): Figure {
  const note = `lane ${rate(first)}, save ${rate(second)}`
  return { name, value: ratio, spread: [min, max], ...(target ? { target } : {}), note }
}

async function measured({ callers, members }: Setting): Promise<Outcome> {
  const deployment = await Deployment.open()
  try {
    const ids = await addMembers(deployment.db, members)
    const { lane, save } = await writers(deployment, ids)
    const commits = { batches: 0, operations: 0 }
    const counted = deployment.get(Lane)
    const comparison = await compare(
      ROUNDS,
      {
        name: 'lane',
        measure: async () => {
          const before = { batches: counted.commits, operations: counted.operations }
          const perSecond = await closedLoop(callers, SLICE_MS, lane)
          commits.batches += counted.commits - before.batches
          commits.operations += counted.operations - before.operations
          return perSecond
        },
      },
      { name: 'save', measure: () => closedLoop(callers, SLICE_MS, save) },
    )
    await deployment.assertBooksBalance()
    return { comparison, commitsPerOperation: commits.batches / commits.operations }
  } finally {
    await deployment.close()
  }
}

/** Two ways to record the next bill of a member drawn by lot. */
async function writers(deployment: Deployment, members: number[]) {
  const bills = deployment.get(Bills)
  const store = await deployment.get(Stores).get(deployment.storeId)
  const baseline = new SaveBaseline(deployment.db.source, deployment.parts.ids, store, deployment.get(Earning))
  let count = 0
  const next = () => {
    count += 1
    const memberId = members[Math.floor(Math.random() * members.length)] as number
    return { billNo: `B${count}`, memberId, paidFen: 1_000 + ((count * 37) % 20_000), paidAt: new Date() }
  }
  return {
    lane: () => bills.record({ ...next(), storeId: store.id, channel: CHANNEL.POS, who: 'bench' }),
    save: () => baseline.record(next()),
  }
}
