/**
 * Leases in ordinary rows: a number or a job belongs to one process until a moment of the database's clock. Plain
 * conditional writes, so that they work on every MySQL-protocol database (named locks do not).
 */
import { change, type Db, isDuplicate, rowsOf } from './db.js'

const NODES = 64
const NODE_SECONDS = 60

/** Takes a process number that nobody holds. Throws one sentence when all 64 are taken. */
export async function takeNode(db: Db, holder: string): Promise<number> {
  const taken = await db.query<{ node: number; ended: number }>(
    'SELECT node, until < UTC_TIMESTAMP(3) AS ended FROM id_node ORDER BY until',
  )
  const known = new Set(taken.map(row => row.node))
  const unused = Array.from({ length: NODES }, (_, node) => node).filter(node => !known.has(node))
  for (const node of unused) if (await insertNode(db, node, holder)) return node
  // Those that ended longest ago come first: their last ids are the farthest from ours.
  for (const row of taken) if (row.ended && (await overtakeNode(db, row.node, holder))) return row.node
  throw new Error(`All ${NODES} process numbers are taken: stop a process, or wait a minute for one that has died.`)
}

/** Prolongs the lease of a process number; false when it now belongs to somebody else. */
export async function keepNode(db: Db, node: number, holder: string): Promise<boolean> {
  const sql = `UPDATE id_node SET until = UTC_TIMESTAMP(3) + INTERVAL ${NODE_SECONDS} SECOND WHERE node = ? AND holder = ?`
  return db.transaction(async tx => (await change(tx, sql, [node, holder])) === 1)
}

/** Gives a process number back. Its row stays, so that the number is the last to be given out again. */
export async function releaseNode(db: Db, node: number, holder: string): Promise<void> {
  const sql = 'UPDATE id_node SET until = UTC_TIMESTAMP(3) WHERE node = ? AND holder = ?'
  await db.transaction(tx => change(tx, sql, [node, holder]))
}

async function insertNode(db: Db, node: number, holder: string): Promise<boolean> {
  const sql = `INSERT INTO id_node (node, holder, until) VALUES (?, ?, UTC_TIMESTAMP(3) + INTERVAL ${NODE_SECONDS} SECOND)`
  try {
    return await db.transaction(async tx => (await change(tx, sql, [node, holder])) === 1)
  } catch (error) {
    if (isDuplicate(error)) return false
    throw error
  }
}

async function overtakeNode(db: Db, node: number, holder: string): Promise<boolean> {
  const sql = `UPDATE id_node SET holder = ?, until = UTC_TIMESTAMP(3) + INTERVAL ${NODE_SECONDS} SECOND WHERE node = ? AND until < UTC_TIMESTAMP(3)`
  return db.transaction(async tx => (await change(tx, sql, [holder, node])) === 1)
}

/** Takes or prolongs the lease of a job; false while another process has it. */
export async function holdJob(db: Db, job: { name: string; holder: string; seconds: number }): Promise<boolean> {
  const until = `UTC_TIMESTAMP(3) + INTERVAL ${Math.floor(job.seconds)} SECOND`
  return db.transaction(async tx => {
    const sql = `UPDATE job_lease SET holder = ?, until = ${until} WHERE name = ? AND (holder = ? OR until < UTC_TIMESTAMP(3))`
    if ((await change(tx, sql, [job.holder, job.name, job.holder])) === 1) return true
    const rows = await rowsOf(tx, 'SELECT name FROM job_lease WHERE name = ?', [job.name])
    if (rows.length > 0) return false
    try {
      await change(tx, `INSERT INTO job_lease (name, holder, until) VALUES (?, ?, ${until})`, [job.name, job.holder])
      return true
    } catch (error) {
      if (isDuplicate(error)) return false
      throw error
    }
  })
}

/** Lets others have a job at once. */
export async function releaseJob(db: Db, name: string, holder: string): Promise<void> {
  await db.transaction(tx => change(tx, 'DELETE FROM job_lease WHERE name = ? AND holder = ?', [name, holder]))
}
