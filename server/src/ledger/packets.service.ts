/** The first packet of a ledger batch as SQL: what is locked and read. */
import { list, literal } from './literals.service.js'
import { accountId, CURRENCY, HOLD_STATUS, KIND, type Operation, PART, type Span } from './operation.rules.js'

export const ACCOUNT =
  'id, currency_id, owner_id, pending, available, held, debt, version, head_hash, next_event_at, frozen, activities, last_activity_at, extending'
export const LOT =
  'id, account_id, issuer_id, cohort, source, restriction_id, available_at, expires_at, extend_months, state, granted, remaining, held, spent, expired, clawed, moved'

/** SQL that locks the accounts of these members, always by ascending id. */
export function lockSql(memberIds: Iterable<number>): string {
  const ids = new Set<number>()
  for (const id of memberIds) ids.add(accountId(id, CURRENCY.POINTS)).add(accountId(id, CURRENCY.GROWTH))
  return `SELECT ${ACCOUNT} FROM account WHERE id IN (${list([...ids].sort((a, b) => a - b))}) ORDER BY id FOR UPDATE`
}

/** Everybody an operation is about. */
export function membersOf(operations: Operation[]): Set<number> {
  const members = new Set<number>()
  for (const operation of operations) {
    members.add(operation.memberId)
    if (operation.kind === 'TRANSFER') members.add(operation.toMemberId)
  }
  return members
}

/** The points accounts of which an operation needs every live lot: of everybody but those who only earn. */
export function wholeAccounts(operations: Operation[]): Set<number> {
  const accounts = new Set<number>()
  for (const operation of operations) {
    if (operation.kind === 'EARN') continue
    accounts.add(accountId(operation.memberId, CURRENCY.POINTS))
    if (operation.kind === 'TRANSFER') accounts.add(accountId(operation.toMemberId, CURRENCY.POINTS))
  }
  return accounts
}

/**
 * Every live lot of accounts that do more than earn; lots that points could land in, closed ones too, since a second lot
 * of the same kind cannot be; and closed lots that an undone operation filled or took from. `now` is not later than the
 * moment of decision.
 */
export function lotsSql(operations: Operation[], now: Date): string {
  const whole = wholeAccounts(operations)
  const fills: Landing[] = []
  const refills: Landing[] = []
  for (const operation of operations) {
    const spans = operation.kind === 'EARN' ? operation.spans : spanOf(operation)
    if (!spans) continue
    const account = accountId(operation.memberId, CURRENCY.POINTS)
    if (whole.has(account)) refills.push({ account, spans })
    else fills.push({ account, spans })
  }
  const parts: string[] = []
  if (whole.size > 0) parts.push(liveLotsSql([...whole]))
  if (fills.length > 0) parts.push(mergeSql(fills))
  if (refills.length > 0) parts.push(`${mergeSql(refills)} AND state = 0`)
  const landing = landingAccounts(operations)
  if (landing.length > 0) parts.push(closedLotsSql(landing, now))
  const undone = undoneBy(operations)
  if (undone.length > 0) parts.push(undoneLotsSql(undone))
  return parts.join(' UNION ALL ')
}

interface Landing {
  account: number
  spans: readonly Span[]
}

const spanOf = (operation: Operation): readonly Span[] | null =>
  operation.kind === 'ADJUST' && operation.points > 0 && operation.span ? [operation.span] : null

/** Accounts on which points may land in lots that only the decision knows: in their grace, or from somebody else. */
function landingAccounts(operations: Operation[]): number[] {
  const accounts = new Set<number>()
  for (const operation of operations) {
    if (operation.kind === 'TRANSFER') accounts.add(accountId(operation.toMemberId, CURRENCY.POINTS))
    else if (operation.kind === 'CAPTURE' || operation.kind === 'RELEASE' || operation.kind === 'UNDO_SPEND')
      accounts.add(accountId(operation.memberId, CURRENCY.POINTS))
  }
  return [...accounts]
}

/** Empty lots that points could still land in. */
export function closedLotsSql(accounts: number[], now: Date): string {
  return `SELECT ${LOT} FROM lot WHERE account_id IN (${list(accounts)}) AND state = 0 AND expires_at > ${literal(now)}`
}

/** Lots of undone operations that are empty now, and those their points have moved on to when a visit put their end off. */
function undoneLotsSql(undone: number[]): string {
  const touched = `SELECT lot_id FROM lot_alloc WHERE journal_id IN (${list(undone)}) AND part IN (${MOVED_PARTS})`
  const like = ['account_id', 'issuer_id', 'cohort', 'source', 'restriction_id', 'extend_months']
  const later = LOT.split(', ').map(column => `k.${column}`)
  return [
    `SELECT ${LOT} FROM lot WHERE id IN (${touched}) AND state = 0`,
    `SELECT ${later.join(', ')} FROM lot o JOIN lot k ON ${like.map(column => `k.${column} = o.${column}`).join(' AND ')} WHERE o.id IN (${touched}) AND o.extend_months > 0 AND k.state = 0`,
  ].join(' UNION ALL ')
}

export function liveLotsSql(accounts: number[]): string {
  return `SELECT ${LOT} FROM lot WHERE account_id IN (${list(accounts)}) AND state IN (1, 2)`
}

/**
 * By the start and end of the lot, which most earns of a batch share. The index is named because only this one fits, and
 * the optimizer would look into three others once for every account.
 */
function mergeSql(landings: Landing[]): string {
  const either = new Map<string, Set<number>>()
  for (const { account, spans } of landings) {
    for (const { expiresAt, availableAt } of spans) {
      const span = `expires_at = ${literal(expiresAt)} AND available_at = ${literal(availableAt)}`
      const accounts = either.get(span)
      if (accounts) accounts.add(account)
      else either.set(span, new Set([account]))
    }
  }
  const where = [...either].map(([span, accounts]) => `${span} AND account_id IN (${list([...accounts])})`)
  return `SELECT ${LOT} FROM lot FORCE INDEX (uq_lot_merge) WHERE (${where.join(' OR ')})`
}

/** Operations that hold, or that bring points back so that what is due next has to be known anew. */
export const needsHolds = ({ kind }: Operation): boolean =>
  kind === 'HOLD' || kind === 'CAPTURE' || kind === 'RELEASE' || kind === 'UNDO_SPEND'

/** The holds named, open or closed, and all open ones of these accounts, with what each took from which lot. */
export function holdsSql(accounts: number[], ids: number[] = []): string {
  const held = `SELECT h.id, h.account_id, h.journal_id, h.amount, h.captured, h.released, h.status, h.expires_at, h.grace_days, la.lot_id, la.amount AS of_lot
    FROM hold h JOIN lot_alloc la ON la.journal_id = h.journal_id AND la.part = ${PART.HELD} AND la.amount > 0 WHERE`
  const open = `${held} h.account_id IN (${list(accounts)}) AND h.status = ${HOLD_STATUS.OPEN}`
  return ids.length === 0 ? open : `${open} UNION ${held} h.id IN (${list(ids)})`
}

export function keysSql(operations: Operation[]): string {
  const keys = [...new Set(operations.map(operation => operation.key))].map(literal).join(', ')
  return `SELECT id, idem_key, req_hash, outcome FROM journal WHERE idem_key IN (${keys})`
}

/**
 * Locks the counters the operations name, by ascending name; null where none names any, which is most of the time. A
 * counter without a row cannot be locked: it is inserted plainly, and who comes second runs again.
 */
export function talliesSql(operations: Operation[]): string | null {
  const names = new Set<string>()
  for (const operation of operations) {
    if (operation.kind === 'EARN') for (const name of operation.tallies) names.add(name)
  }
  if (names.size === 0) return null
  const wanted = [...names].sort().map(literal).join(', ')
  return `SELECT name, amount FROM tally WHERE name IN (${wanted}) ORDER BY name FOR UPDATE`
}

/** What is left to take back of earlier operations, whose they are, and the lots they filled or took from. */
export function originsSql(operations: Operation[]): ['origins' | 'caps' | 'moved', string][] {
  const ids = undoneBy(operations)
  if (ids.length === 0) return []
  const wanted = list(ids)
  const kinds = list([KIND.EARN, KIND.SPEND, KIND.CAPTURE])
  return [
    [
      'origins',
      `SELECT j.id, j.kind, j.points, j.growth, MAX(p.account_id - p.currency_id) AS member_id FROM journal j LEFT JOIN posting p ON p.journal_id = j.id AND p.bucket <> 0 WHERE j.id IN (${wanted}) AND j.kind IN (${kinds}) AND j.outcome = 0 GROUP BY j.id, j.kind, j.points, j.growth`,
    ],
    ['caps', `SELECT journal_id, currency_id, reversed FROM reversal_cap WHERE journal_id IN (${wanted})`],
    [
      'moved',
      `SELECT journal_id, lot_id, amount FROM lot_alloc WHERE journal_id IN (${wanted}) AND part IN (${MOVED_PARTS}) AND amount > 0`,
    ],
  ]
}

/** What an earn gave to lots, and what a spend took from them. */
const MOVED_PARTS = list([PART.SPENT, PART.GRANTED])

function undoneBy(operations: Operation[]): number[] {
  const ids = new Set<number>()
  for (const operation of operations) {
    if (operation.kind === 'UNDO_EARN' || operation.kind === 'UNDO_SPEND') ids.add(operation.reverses)
  }
  return [...ids]
}
