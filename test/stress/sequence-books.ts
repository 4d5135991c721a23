/** What the tables hold of a few members, read in one packet after every operation, and whether it adds up. */
import type { LedgerAlone } from './ledger-alone.js'

type Row = Record<string, number | Date | Buffer | null>

/** All rows of the members, as they are. */
export interface Look {
  accounts: Row[]
  lots: Row[]
  holds: Row[]
}

interface Sum {
  account_id: number
  bucket: number
  amount: number
}

export class SequenceBooks {
  private readonly accounts: number[]
  private versions = new Map<number, number>()

  constructor(
    private readonly alone: LedgerAlone,
    readonly members: number[],
  ) {
    this.accounts = members.flatMap(member => [member + 1, member + 2])
  }

  /**
   * Reads everything, and throws when a journal since the last look does not balance (I1), a balance is not the sum of
   * its postings (I2), or points are not the sum of their lots (I3).
   */
  async look(): Promise<Look> {
    const ids = this.accounts.join(', ')
    const since = this.accounts.map(id => `(account_id = ${id} AND version > ${this.versions.get(id) ?? 0})`)
    const [[accounts, lots, holds, sums, odd]] = (await this.alone.db.pool.query(
      [
        `SELECT * FROM account WHERE id IN (${ids}) ORDER BY id`,
        `SELECT * FROM lot WHERE account_id IN (${ids}) ORDER BY id`,
        `SELECT * FROM hold WHERE account_id IN (${ids}) ORDER BY id`,
        `SELECT account_id, bucket, SUM(amount) AS amount FROM posting WHERE account_id IN (${ids}) GROUP BY account_id, bucket`,
        `SELECT journal_id, currency_id, SUM(amount) AS off_by FROM posting
         WHERE journal_id IN (SELECT journal_id FROM posting WHERE ${since.join(' OR ')})
         GROUP BY journal_id, currency_id HAVING off_by <> 0`,
      ].join('; '),
    )) as unknown as [[Row[], Row[], Row[], Sum[], Row[]]]
    if (odd.length > 0) throw new Error(`I1: journals do not balance: ${JSON.stringify(odd)}`)
    for (const account of accounts) {
      this.versions.set(account.id as number, account.version as number)
      assertPosted(account, sums)
      if (account.currency_id === 1) assertInLots(account, lots)
    }
    return { accounts, lots, holds }
  }
}

function assertPosted(account: Row, sums: Sum[]): void {
  const posted = [1, 2, 3, 4].map(
    bucket => sums.find(sum => sum.account_id === account.id && sum.bucket === bucket)?.amount ?? 0,
  )
  const shown = [account.pending, account.available, account.held, -(account.debt as number)]
  if (shown.some((amount, at) => amount !== posted[at]))
    throw new Error(`I2: account ${account.id} shows ${shown}, its postings say ${posted}`)
}

function assertInLots(account: Row, lots: Row[]): void {
  const own = lots.filter(lot => lot.account_id === account.id)
  const sum = (of: Row[], column: string) => of.reduce((total, lot) => total + (lot[column] as number), 0)
  const pending = own.filter(lot => lot.state === 1)
  const begun = own.filter(lot => lot.state !== 1)
  const inLots = [sum(pending, 'remaining'), sum(begun, 'remaining'), sum(own, 'held')]
  const shown = [account.pending, account.available, account.held]
  if (shown.some((amount, at) => amount !== inLots[at]))
    throw new Error(`I3: account ${account.id} shows ${shown}, its lots hold ${inLots}`)
}
