/**
 * The same bill as an honest, competent service would write it with an ORM: one transaction, the member's two accounts
 * locked first, the lot found and changed or made, rows saved together where they are of one kind. It computes with the
 * rules of the product, so that only the way of writing differs, and its books must balance like the product's.
 */
import type { DataSource, EntityManager } from 'typeorm'
import { type Earning, placeOf } from '../../server/src/earning/earning.service.js'
import { ANYBODY } from '../../server/src/earning/occasion.rules.js'
import type { Ids } from '../../server/src/ids.js'
import { requestHash } from '../../server/src/ledger/batch.rules.js'
import { link } from '../../server/src/ledger/chain.rules.js'
import {
  AccountTable,
  JournalTable,
  LotAllocTable,
  LotTable,
  PostingTable,
  SealQueueTable,
} from '../../server/src/ledger/ledger.tables.js'
import {
  BUCKET,
  CURRENCY,
  type CurrencyId,
  KIND,
  LOT_STATE,
  PART,
  SYSTEM,
  systemAccountId,
} from '../../server/src/ledger/operation.rules.js'
import { PurchaseTable } from '../../server/src/purchases/purchases.tables.js'
import type { Store } from '../../server/src/stores/stores.service.js'

export interface SavedBill {
  billNo: string
  memberId: number
  paidFen: number
  paidAt: Date
}

interface Priced extends SavedBill {
  points: number
  growth: number
  explanation: object
  availableAt: Date
  expiresAt: Date
  cohort: number
  purchaseId: number
  ruleId: number
}

const MEMBER = 1

export class SaveBaseline {
  constructor(
    private readonly source: DataSource,
    private readonly ids: Ids,
    private readonly store: Store,
    private readonly earning: Earning,
  ) {}

  async record(bill: SavedBill): Promise<void> {
    const priced = await this.price(bill)
    await this.source.transaction('READ COMMITTED', async em => {
      const accounts = await em.find(AccountTable, {
        where: { owner_type: MEMBER, owner_id: bill.memberId },
        order: { id: 'ASC' },
        lock: { mode: 'pessimistic_write' },
      })
      const points = accounts.find(account => account.currency_id === CURRENCY.POINTS)
      const growth = accounts.find(account => account.currency_id === CURRENCY.GROWTH)
      if (!points || !growth) throw new Error(`member ${bill.memberId} has no accounts`)
      const lot = await this.lotOf(em, priced, points.id)
      const journal = this.journalOf(priced)
      const postings = [...pair(journal.id, 0, points, priced.points), ...pair(journal.id, 2, growth, priced.growth)]
      lot.granted += priced.points
      lot.remaining += priced.points
      if (lot.expires_at < points.next_event_at) points.next_event_at = lot.expires_at
      const allocations = [PART.GRANTED, PART.REMAINING].map(part =>
        Object.assign(new LotAllocTable(), { journal_id: journal.id, lot_id: lot.id, part, amount: priced.points }),
      )
      const sealed = Object.assign(new SealQueueTable(), { journal_id: journal.id })
      const purchase = this.purchaseOf(priced, { journalId: journal.id, balanceAfter: points.available })
      await em.save([journal, ...postings, lot, ...allocations, points, growth, sealed, purchase])
    })
  }

  private async price(bill: SavedBill): Promise<Priced> {
    const about = { trigger: 'PURCHASE', channel: 'POS', imported: false, lines: [], tableSize: null } as const
    const occasion = { ...about, ...placeOf(this.store), paidFen: bill.paidFen, at: bill.paidAt }
    const { live, plan, spans } = await this.earning.plan(occasion, bill.memberId)
    const [span] = spans
    // A lot for each bill is all this knows; what hangs on visits and counters would have to be decided under the locks.
    if (!span || spans.length > 1 || plan.tallies.length > 0) throw new Error('the rules are not the shipped ones')
    const { total, growth, trace } = plan.award(ANYBODY)
    const { availableAt, expiresAt, cohort } = span
    const priced = { points: total, growth, explanation: trace, availableAt, expiresAt, cohort }
    return { ...bill, ...priced, purchaseId: this.ids.next(), ruleId: live.base.id }
  }

  private async lotOf(em: EntityManager, bill: Priced, account: number): Promise<LotTable> {
    const merge = {
      account_id: account,
      expires_at: bill.expiresAt,
      available_at: bill.availableAt,
      issuer_id: this.store.brandId,
      cohort: bill.cohort,
      source: 1,
      restriction_id: 0,
    }
    const found = await em.findOne(LotTable, { where: merge })
    const empty = { granted: 0, remaining: 0, held: 0, spent: 0, expired: 0, clawed: 0 }
    return found ?? Object.assign(new LotTable(), { ...merge, ...empty, id: this.ids.next(), state: LOT_STATE.ACTIVE })
  }

  private journalOf(bill: Priced): JournalTable {
    return Object.assign(new JournalTable(), {
      id: this.ids.next(),
      idem_key: `bill:${this.store.id}:${bill.billNo}`,
      req_hash: requestHash(`${bill.memberId}|${bill.paidFen}`),
      kind: KIND.EARN,
      outcome: 0,
      brand_id: this.store.brandId,
      store_id: this.store.id,
      biz_type: 1,
      biz_id: String(bill.purchaseId),
      reverses_id: null,
      hold_id: null,
      approval_id: null,
      operator_id: null,
      points: bill.points,
      growth: bill.growth,
      explanation: JSON.stringify(bill.explanation),
      occurred_at: bill.paidAt,
      posted_at: new Date(),
    })
  }

  private purchaseOf(bill: Priced, posted: { journalId: number; balanceAfter: number }): PurchaseTable {
    return Object.assign(new PurchaseTable(), {
      id: bill.purchaseId,
      store_id: this.store.id,
      bill_no: bill.billNo,
      member_id: bill.memberId,
      paid_fen: bill.paidFen,
      refunded_fen: 0,
      points: bill.points,
      growth: bill.growth,
      journal_id: posted.journalId,
      rule_version_id: bill.ruleId,
      table_id: null,
      product_id: null,
      channel: 2,
      recorded_by: 'bench',
      balance_after: posted.balanceAfter,
      expires_at: bill.expiresAt,
      paid_at: bill.paidAt,
      recorded_at: new Date(),
    })
  }
}

/** The two postings of a currency: to the member, whose balance and chain move on, and from the programme. */
function pair(journalId: number, seq: number, account: AccountTable, amount: number): PostingTable[] {
  account.available += amount
  account.version += 1
  const bucket = BUCKET.AVAILABLE
  const currency = account.currency_id as CurrencyId
  const at = { journalId, version: account.version, balanceAfter: account.available }
  account.head_hash = link(account.head_hash, { accountId: account.id, currencyId: currency, bucket, amount }, at)
  const member = {
    journal_id: journalId,
    seq,
    account_id: account.id,
    currency_id: currency,
    bucket,
    amount,
    version: account.version,
    balance_after: account.available,
    hash: account.head_hash,
  }
  const programme = {
    ...member,
    seq: seq + 1,
    account_id: systemAccountId(currency, SYSTEM.ISSUED),
    bucket: BUCKET.SYSTEM,
    amount: -amount,
    version: null,
    balance_after: null,
    hash: null,
  }
  return [Object.assign(new PostingTable(), member), Object.assign(new PostingTable(), programme)]
}
