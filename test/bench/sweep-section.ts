/**
 * Expiring a million lots by the sweeper, which decides each one in this process ÷ writing the same facts and caches set
 * by set, which is as fast as the database can be told to. Both take ranges of accounts in turns.
 */
import type { Db } from '../../server/src/db.js'
import { Sweeper } from '../../server/src/ledger/sweeper.service.js'
import { Deployment } from './deployment.js'
import { rate, type Section } from './figures.js'
import { addMembers } from './members-fixture.js'
import { compare } from './rounds.js'
import { addDueLots, expireBySets, makeDue, POINTS, type Range, sumOfExpired } from './sweep-fixture.js'

const ROUNDS = 5
/** Accounts of one measurement. With the warm-up, each side expires 1,020,000 lots. */
const ACCOUNTS = 17_000
const LOTS = 10

export const sweep: Section = async () => {
  const deployment = await Deployment.open()
  try {
    const { db } = deployment
    const ranges = 2 * (ROUNDS + 1)
    await addMembers(db, ranges * ACCOUNTS)
    await addDueLots(db, { accounts: ranges * ACCOUNTS, lots: LOTS })
    let taken = 0
    const nextRange = (): Range => {
      taken += 1
      return { from: (taken - 1) * ACCOUNTS, until: taken * ACCOUNTS, lots: LOTS }
    }
    const perSecond = async (run: (range: Range) => Promise<void>) => {
      const range = nextRange()
      await makeDue(db, range)
      const began = performance.now()
      await run(range)
      const seconds = (performance.now() - began) / 1000
      await assertExpired(db, range)
      return (ACCOUNTS * LOTS) / seconds
    }
    const sweeper = deployment.get(Sweeper)
    const result = await compare(
      ROUNDS,
      { name: 'sweeper', measure: () => perSecond(async () => void (await sweeper.sweep())) },
      { name: 'sets', measure: () => perSecond(range => expireBySets(db, range)) },
    )
    const note = `sweeper ${rate(result.first)}, sets ${rate(result.second)} lots`
    return [
      {
        name: 'sweep.lots',
        value: result.ratio,
        spread: [result.min, result.max],
        target: { least: 0.3, aim: 0.6 },
        note,
      },
    ]
  } finally {
    await deployment.close()
  }
}

/** Both ways must have left the same: every lot expired, every point with the programme, every chain at its new end. */
async function assertExpired(db: Db, range: Range): Promise<void> {
  const found = await sumOfExpired(db, range)
  const wanted = (range.until - range.from) * range.lots
  const right = {
    lots: wanted,
    points: wanted * POINTS,
    postings: wanted,
    versions: wanted,
    available: 0,
    journals: wanted,
  }
  if (JSON.stringify(found) !== JSON.stringify(right)) {
    throw new Error(`expired otherwise than meant: ${JSON.stringify(found)} and not ${JSON.stringify(right)}`)
  }
}
