/** Replays the chains of accounts and blocks row by row and says what about a row does not fit. Pure. */
import { GENESIS, link } from './chain.rules.js'
import { BUCKET, type Bucket } from './operation.rules.js'
import {
  ALTERED_LINE,
  blockHash,
  differences,
  digestOf,
  FIRST_HASH,
  type SealedJournal,
  type SealItem,
  sealItem,
} from './sealer.rules.js'

/** A row that is not what it was when it was written. */
export interface Finding {
  table: string
  key: Record<string, number>
  what: string
  /** The journal it belongs to, as far as it is known: journals are numbered in time, so the lowest is the first. */
  journalId: number
}

/** A posting on a member's account, as the database gives it. */
export interface ChainRow {
  journal_id: number
  seq: number
  account_id: number
  currency_id: number
  bucket: number
  amount: number
  version: number
  balance_after: number
  hash: Buffer
  /** The account's own version and head, to which its last posting must lead; null when the account is gone. */
  last_version: number | null
  head_hash: Buffer | null
}

interface Before {
  account: number
  version: number
  /** The hash as stored; null when the row before is missing, so that nothing can be said of this one's link. */
  hash: Buffer | null
  /** What the hash should have been, when that differs. */
  instead: Buffer | null
  balances: Map<number, number | null>
  row: ChainRow
}

const BUCKETS = [BUCKET.PENDING, BUCKET.AVAILABLE, BUCKET.HELD, BUCKET.DEBT]

/** The chain of every account from GENESIS on. Rows come by account, then version; `end` closes the last account. */
export class ChainReplay {
  accounts = 0
  postings = 0
  private before: Before | null = null
  private suspect: Finding | null = null

  constructor(private readonly report: (finding: Finding) => void) {}

  take(row: ChainRow): void {
    if (this.before?.account !== row.account_id) this.begin(row)
    const before = this.before as Before
    this.postings += 1
    if (row.version !== before.version + 1) this.gap(row, before)
    const was = before.balances.get(row.bucket) ?? null
    before.balances.set(row.bucket, this.check(row, before, was))
    before.version = row.version
    before.row = row
  }

  end(): void {
    const { before } = this
    if (!before) return
    const { row, instead } = before
    const head = row.head_hash
    if (head && instead?.equals(head)) this.hashAltered(row)
    this.release()
    if (row.last_version === null || !head) {
      this.report({ table: 'account', key: { id: row.account_id }, what: 'the row is gone', journalId: row.journal_id })
    } else if (row.last_version > row.version) {
      const gone = `${span(row.version + 1, row.last_version)} gone from the end of its chain`
      this.report({ table: 'posting', key: keyOf(row, row.version + 1), what: gone, journalId: row.journal_id + 1 })
    } else if (row.last_version < row.version || !(head.equals(row.hash) || instead?.equals(head))) {
      const what = `version ${row.last_version} and its head hash do not lead to the last posting, version ${row.version}`
      this.report({ table: 'account', key: { id: row.account_id }, what, journalId: row.journal_id })
    }
    this.before = null
  }

  private begin(row: ChainRow): void {
    this.end()
    this.accounts += 1
    const balances = new Map<number, number | null>(BUCKETS.map(bucket => [bucket, 0]))
    this.before = { account: row.account_id, version: 0, hash: GENESIS, instead: null, balances, row }
  }

  private gap(row: ChainRow, before: Before): void {
    const what =
      row.version > before.version
        ? `${span(before.version + 1, row.version - 1)} gone`
        : `version ${row.version} follows version ${before.version}`
    this.release()
    this.report({ table: 'posting', key: keyOf(row, before.version + 1), what, journalId: before.row.journal_id })
    before.hash = null
    forget(before)
  }

  /** Checks link and running balance; answers what this bucket held afterwards, null when that can no longer be told. */
  private check(row: ChainRow, before: Before, was: number | null): number | null {
    const { hash, instead } = before
    before.hash = row.hash
    before.instead = null
    if (!hash || linkOf(hash, row).equals(row.hash)) {
      this.release()
      if (was !== null && was + row.amount !== row.balance_after)
        this.report(
          found(row, `balance_after is ${row.balance_after}, but ${was} and ${row.amount} make ${was + row.amount}`),
        )
      return row.balance_after
    }
    if (instead && linkOf(instead, row).equals(row.hash)) {
      // It was the hash of the row before that was altered: this one still builds on what it had been.
      if (this.suspect) this.hashAltered(before.row)
      this.release()
      return row.balance_after
    }
    this.release()
    const original = was === null ? null : originalOf(hash, row, before.balances)
    this.suspect = found(row, original?.what ?? UNNAMED)
    // A row whose own numbers explain its hash is altered for certain; otherwise the next row may still tell.
    if (!original) {
      before.instead = linkOf(hash, row)
      // Nobody knows which bucket it was about.
      forget(before)
      return null
    }
    this.release()
    if (original.bucket !== row.bucket) before.balances.set(original.bucket, row.balance_after)
    return original.balanceAfter
  }

  private hashAltered(row: ChainRow): void {
    this.suspect = found(row, 'hash altered')
  }

  private release(): void {
    if (this.suspect) this.report(this.suspect)
    this.suspect = null
  }
}

/** From here on no bucket's balance can be told, until a row that fits says it again. */
function forget({ balances }: Before): void {
  for (const bucket of BUCKETS) balances.set(bucket, null)
}

const UNNAMED = 'journal_id, bucket, amount, balance_after or hash altered: they no longer match'

/** The one column whose change explains a hash that does not fit, found by trying what it must have been. */
function originalOf(hash: Buffer, row: ChainRow, balances: Map<number, number | null>) {
  const fits = (change: Partial<ChainRow>) => linkOf(hash, { ...row, ...change }).equals(row.hash)
  const was = balances.get(row.bucket) ?? 0
  const { bucket, balance_after: after } = row
  const amount = after - was
  if (fits({ amount })) return { what: `amount is ${row.amount}, was ${amount}`, bucket, balanceAfter: after }
  const balance = was + row.amount
  if (fits({ balance_after: balance }))
    return { what: `balance_after is ${after}, was ${balance}`, bucket, balanceAfter: balance }
  const other = BUCKETS.find(one => fits({ bucket: one }))
  return other ? { what: `bucket is ${bucket}, was ${other}`, bucket: other, balanceAfter: was } : null
}

function linkOf(previous: Buffer, row: ChainRow): Buffer {
  const posting = {
    accountId: row.account_id,
    currencyId: row.currency_id,
    bucket: row.bucket as Bucket,
    amount: row.amount,
  }
  return link(previous, posting, { journalId: row.journal_id, version: row.version, balanceAfter: row.balance_after })
}

const span = (from: number, until: number) =>
  from === until ? `version ${from} is` : `versions ${from} to ${until} are`

const keyOf = (row: ChainRow, version: number) => ({ account_id: row.account_id, version })

function found(row: ChainRow, what: string): Finding {
  const { journal_id, seq, account_id, version } = row
  return { table: 'posting', key: { journal_id, seq, account_id, version }, what, journalId: journal_id }
}

/** A block as it is stored. */
export interface BlockRow {
  seq: number
  items: number
  prev_hash: Buffer
  hash: Buffer
  sealed_at: Date
}

/** The chain of blocks from the first on, each with its items and what their journals are now. */
export class BlockReplay {
  blocks = 0
  sealed = 0
  private seq = 0
  private hash: Buffer = FIRST_HASH

  constructor(private readonly report: (finding: Finding) => void) {}

  /** `items` by ascending journal, with the journals of today in the same order. */
  take(block: BlockRow, items: readonly SealItem[], journals: readonly SealedJournal[]): void {
    this.blocks += 1
    this.sealed += items.length
    const journalId = items[0]?.journalId ?? 0
    const say = (what: string) => this.report({ table: 'seal_block', key: { seq: block.seq }, what, journalId })
    if (block.seq !== this.seq + 1) this.report({ ...gone(this.seq + 1, block.seq - 1), journalId })
    else if (!block.prev_hash.equals(this.hash)) say(`prev_hash is not the hash of block ${this.seq}`)
    if (items.length !== block.items) say(`it holds ${items.length} journals and says ${block.items}`)
    const changed = journals.filter((journal, n) => !digestOf(journal).equals((items[n] as SealItem).digest))
    const at = { seq: block.seq, sealedAt: block.sealed_at }
    if (blockHash(block.prev_hash, at, items).equals(block.hash)) {
      for (const journal of changed) this.altered(journal, items)
    } else if (changed.length > 0 && blockHash(block.prev_hash, at, journals.map(sealItem)).equals(block.hash)) {
      for (const { id } of changed)
        this.report({ table: 'seal_item', key: { journal_id: id }, what: 'digest or marks altered', journalId: id })
    } else {
      say('hash, sealed_at or what it holds altered')
      for (const journal of changed) this.altered(journal, items)
    }
    this.seq = block.seq
    this.hash = block.hash
  }

  private altered(journal: SealedJournal, items: readonly SealItem[]): void {
    const item = items.find(({ journalId }) => journalId === journal.id)
    for (const difference of differences(journal, item?.marks ?? Buffer.alloc(0)))
      this.report({ ...difference, journalId: journal.id })
  }
}

function gone(from: number, until: number): Pick<Finding, 'table' | 'key' | 'what'> {
  const what = from >= until ? 'the row is gone' : `the blocks ${from} to ${until} are gone`
  return { table: 'seal_block', key: { seq: from }, what }
}

/** Keeps the first findings, however many there are, and joins what two checks say of one row. */
export class Findings {
  count = 0
  private kept: Finding[] = []

  constructor(private readonly limit = 100) {}

  readonly add = (finding: Finding): void => {
    const name = nameOf(finding)
    const same = this.kept.find(other => nameOf(other) === name)
    if (same) {
      // The chain of the account knows what a number was; the seal only that the line is not the same.
      if (same.what === ALTERED_LINE) Object.assign(same, { key: finding.key, what: finding.what })
      return
    }
    this.count += 1
    this.kept.push(finding)
    if (this.kept.length >= 2 * this.limit) this.kept = this.sorted()
  }

  /** The first ones, by journal. */
  sorted(): Finding[] {
    return [...this.kept].sort((a, b) => a.journalId - b.journalId).slice(0, this.limit)
  }
}

const nameOf = ({ table, key }: Finding) =>
  table === 'posting' && key.journal_id ? `posting ${key.journal_id} ${key.seq}` : `${table} ${JSON.stringify(key)}`
