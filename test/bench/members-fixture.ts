/** Members in numbers, written by a few statements over a table of numbers instead of one enrolment after another. */
import type { Db } from '../../server/src/db.js'

/** Far below any id the server makes. */
const FIRST_MEMBER = 1_600_000
/** Member ids are multiples of 16; their accounts come right behind. */
const STEP = 16

export const memberId = (n: number): number => FIRST_MEMBER + n * STEP

/** A table 0, 1, 2, … below `count` to select from. */
export async function addNumbers(db: Db, count: number): Promise<void> {
  await db.query('CREATE TABLE IF NOT EXISTS bench_number (n INT NOT NULL, PRIMARY KEY (n))')
  await db.query('INSERT IGNORE INTO bench_number (n) VALUES ?', [Array.from({ length: 1000 }, (_, n) => [n])])
  await db.query(
    `INSERT IGNORE INTO bench_number (n) SELECT a.n * 1000 + b.n AS n FROM bench_number a CROSS JOIN bench_number b
     WHERE a.n BETWEEN 1 AND ? AND b.n < 1000 ORDER BY n`,
    [Math.min(999, Math.ceil(count / 1000))],
  )
}

/** So many members with their empty accounts. Answers their ids. */
export async function addMembers(db: Db, count: number): Promise<number[]> {
  await addNumbers(db, count)
  const id = `(${FIRST_MEMBER} + n * ${STEP})`
  await db.query(
    `INSERT INTO member (id, member_no, nickname, phone_masked, phone_last4, source, enrol_key, enrolled_at)
     SELECT ${id}, LPAD(n, 10, '0'), '会员', '', '', 'DEMO', CONCAT('bench:', n), '2024-01-01' FROM bench_number WHERE n < ?`,
    [count],
  )
  await db.query(
    `INSERT INTO account (id, currency_id, owner_type, owner_id, head_hash, next_event_at)
     SELECT ${id} + c.id, c.id, 1, ${id}, UNHEX(REPEAT('0', 64)), '9999-12-31'
     FROM bench_number JOIN currency c WHERE n < ? ORDER BY n, c.id`,
    [count],
  )
  return Array.from({ length: count }, (_, n) => memberId(n))
}
