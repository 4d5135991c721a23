/**
 * The same spends and holds as an honest, competent service would write them with an ORM: one transaction each, the
 * account locked first, lots taken by soonest expiry, rows saved together where they are of one kind.
 */
import { type DataSource, type EntityManager, MoreThan } from 'typeorm'
import type { Ids } from '../../server/src/ids.js'
import { requestHash } from '../../server/src/ledger/batch.rules.js'
import { link } from '../../server/src/ledger/chain.rules.js'
import {
  AccountTable,
  HoldTable,
  JournalTable,
  LotAllocTable,
  LotTable,
  PostingTable,
  SealQueueTable,
} from '../../server/src/ledger/ledger.tables.js'
import {
  accountId,
  BUCKET,
  type Bucket,
  CURRENCY,
  HOLD_STATUS,
  KIND,
  LOT_STATE,
  PART,
  type Part,
  SYSTEM,
  systemAccountId,
} from '../../server/src/ledger/operation.rules.js'

export interface Move {
  key: string
  memberId: number
  points: number
}

interface Moved {
  kind: number
  from: Part
  to: Part
  holdId: number | null
}

const HOUR = 3_600_000

export class SaveMoves {
  constructor(
    private readonly source: DataSource,
    private readonly ids: Ids,
  ) {}

  async spend(move: Move): Promise<void> {
    await this.source.transaction('READ COMMITTED', async em => {
      const account = await locked(em, move.memberId)
      const lots = await paying(em, account.id)
      const journal = this.journalOf(move, KIND.SPEND, null)
      const postings = [
        step(account, journal.id, 0, [BUCKET.AVAILABLE, -move.points]),
        redeemed(journal.id, 1, move.points),
      ]
      const moved = take(lots, move.points, { kind: KIND.SPEND, from: PART.REMAINING, to: PART.SPENT, holdId: null })
      await em.save([
        journal,
        ...postings,
        ...moved.lots,
        ...allocations(journal.id, moved),
        account,
        sealed(journal.id),
      ])
    })
  }

  /** Sets points aside; answers the hold. */
  async hold(move: Move): Promise<number> {
    return this.source.transaction('READ COMMITTED', async em => {
      const account = await locked(em, move.memberId)
      const lots = await paying(em, account.id)
      const journal = this.journalOf(move, KIND.HOLD, null)
      journal.hold_id = journal.id
      const postings = [
        step(account, journal.id, 0, [BUCKET.AVAILABLE, -move.points]),
        step(account, journal.id, 1, [BUCKET.HELD, move.points]),
      ]
      const moved = take(lots, move.points, {
        kind: KIND.HOLD,
        from: PART.REMAINING,
        to: PART.HELD,
        holdId: journal.id,
      })
      const hold = Object.assign(new HoldTable(), {
        id: journal.id,
        account_id: account.id,
        journal_id: journal.id,
        amount: move.points,
        captured: 0,
        released: 0,
        status: HOLD_STATUS.OPEN,
        expires_at: new Date(Date.now() + HOUR),
        grace_days: 0,
      })
      if (hold.expires_at < account.next_event_at) account.next_event_at = hold.expires_at
      const rows = [journal, ...postings, ...moved.lots, ...allocations(journal.id, moved), account, hold]
      await em.save([...rows, sealed(journal.id)])
      return hold.id
    })
  }

  async capture(move: Move, holdId: number): Promise<void> {
    await this.source.transaction('READ COMMITTED', async em => {
      const account = await locked(em, move.memberId)
      const hold = await em.findOneByOrFail(HoldTable, { id: holdId, status: HOLD_STATUS.OPEN })
      const held = await em.findBy(LotAllocTable, { journal_id: hold.journal_id, part: PART.HELD })
      const lots = await em.find(LotTable, { where: held.map(({ lot_id }) => ({ id: lot_id })) })
      const journal = this.journalOf(move, KIND.CAPTURE, holdId)
      const postings = [step(account, journal.id, 0, [BUCKET.HELD, -move.points]), redeemed(journal.id, 1, move.points)]
      const moved = take(lots, move.points, { kind: KIND.CAPTURE, from: PART.HELD, to: PART.SPENT, holdId })
      hold.captured = move.points
      hold.status = HOLD_STATUS.CAPTURED
      const rows = [journal, ...postings, ...moved.lots, ...allocations(journal.id, moved), account, hold]
      await em.save([...rows, sealed(journal.id)])
    })
  }

  private journalOf({ key, points }: Move, kind: number, holdId: number | null): JournalTable {
    return Object.assign(new JournalTable(), {
      id: this.ids.next(),
      idem_key: `${key}:${kind}`,
      req_hash: requestHash(key),
      kind,
      outcome: 0,
      brand_id: 1,
      store_id: null,
      biz_type: 9,
      biz_id: key,
      reverses_id: null,
      hold_id: holdId,
      approval_id: null,
      operator_id: null,
      points,
      growth: 0,
      explanation: EXPLANATION,
      occurred_at: new Date(),
      posted_at: new Date(),
      activity_of: null,
    })
  }
}

/** What both ways of writing say of a bench's spend. */
export const EXPLANATION = '{"kind":"SPEND","what":{"zh":"酸梅汤一杯","en":"a glass of plum juice"},"points":10}'

function locked(em: EntityManager, memberId: number): Promise<AccountTable> {
  const id = accountId(memberId, CURRENCY.POINTS)
  return em.findOneOrFail(AccountTable, { where: { id }, lock: { mode: 'pessimistic_write' } })
}

function paying(em: EntityManager, account: number): Promise<LotTable[]> {
  return em.find(LotTable, {
    where: { account_id: account, state: LOT_STATE.ACTIVE, remaining: MoreThan(0), expires_at: MoreThan(new Date()) },
    order: { expires_at: 'ASC', id: 'ASC' },
  })
}

type Column = 'remaining' | 'held' | 'spent'
const COLUMNS: Partial<Record<Part, Column>> = {
  [PART.REMAINING]: 'remaining',
  [PART.HELD]: 'held',
  [PART.SPENT]: 'spent',
}

function take(lots: LotTable[], wanted: number, { from, to }: Moved) {
  const [out, into] = [COLUMNS[from] as Column, COLUMNS[to] as Column]
  const amounts = new Map<LotTable, number>()
  let missing = wanted
  for (const lot of lots) {
    const amount = Math.min(lot[out], missing)
    if (amount === 0) continue
    lot[out] -= amount
    lot[into] += amount
    if (lot.remaining === 0 && lot.held === 0) lot.state = LOT_STATE.CLOSED
    amounts.set(lot, amount)
    missing -= amount
  }
  if (missing > 0) throw new Error('not enough points')
  return { lots: [...amounts.keys()], amounts, from, to }
}

function allocations(journalId: number, { amounts, from, to }: ReturnType<typeof take>): LotAllocTable[] {
  return [...amounts].flatMap(([lot, amount]) =>
    [
      { part: from, amount: -amount },
      { part: to, amount },
    ].map(row => Object.assign(new LotAllocTable(), { journal_id: journalId, lot_id: lot.id, ...row })),
  )
}

/** Moves one bucket of the account, its version and its chain. */
function step(account: AccountTable, journalId: number, seq: number, [bucket, amount]: [Bucket, number]): PostingTable {
  const held = bucket === BUCKET.HELD
  if (held) account.held += amount
  else account.available += amount
  account.version += 1
  const balanceAfter = held ? account.held : account.available
  const posting = { accountId: account.id, currencyId: CURRENCY.POINTS, bucket, amount }
  account.head_hash = link(account.head_hash, posting, { journalId, version: account.version, balanceAfter })
  return Object.assign(new PostingTable(), {
    journal_id: journalId,
    seq,
    account_id: account.id,
    currency_id: CURRENCY.POINTS,
    bucket,
    amount,
    version: account.version,
    balance_after: balanceAfter,
    hash: account.head_hash,
  })
}

function redeemed(journalId: number, seq: number, amount: number): PostingTable {
  return Object.assign(new PostingTable(), {
    journal_id: journalId,
    seq,
    account_id: systemAccountId(CURRENCY.POINTS, SYSTEM.REDEEMED),
    currency_id: CURRENCY.POINTS,
    bucket: BUCKET.SYSTEM,
    amount,
    version: null,
    balance_after: null,
    hash: null,
  })
}

const sealed = (journalId: number) => Object.assign(new SealQueueTable(), { journal_id: journalId })
