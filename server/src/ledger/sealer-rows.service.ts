/** Reads journals with everything posted with them, in the order a seal goes by. */
import { SEALED_COLUMNS, type SealedJournal, type SealedRow } from './sealer.rules.js'

/** Sends one statement and answers its rows. */
export type Ask = (sql: string, values: unknown[]) => Promise<SealedRow[]>

/** One answer for every id, by ascending id; a journal that is not there is undefined. Three statements, whatever the number. */
export async function readSealed(ask: Ask, ids: readonly number[]): Promise<SealedJournal[]> {
  if (ids.length === 0) return []
  const { journal, posting, lot_alloc: allocation } = SEALED_COLUMNS
  const journals = await ask(`SELECT ${journal.join(', ')} FROM journal WHERE id IN (?)`, [ids])
  const postings = await ask(
    `SELECT ${posting.join(', ')} FROM posting WHERE journal_id IN (?) ORDER BY journal_id, seq`,
    [ids],
  )
  const allocations = await ask(
    `SELECT ${allocation.join(', ')} FROM lot_alloc WHERE journal_id IN (?) ORDER BY journal_id, lot_id, part`,
    [ids],
  )
  const byId = new Map(journals.map(row => [row.id as number, row]))
  const [postingsOf, allocationsOf] = [grouped(postings), grouped(allocations)]
  return [...ids]
    .sort((a, b) => a - b)
    .map(id => ({
      id,
      journal: byId.get(id),
      postings: postingsOf.get(id) ?? [],
      allocations: allocationsOf.get(id) ?? [],
    }))
}

function grouped(rows: SealedRow[]): Map<number, SealedRow[]> {
  const groups = new Map<number, SealedRow[]>()
  for (const row of rows) {
    const id = row.journal_id as number
    const group = groups.get(id)
    if (group) group.push(row)
    else groups.set(id, [row])
  }
  return groups
}
