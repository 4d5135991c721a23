/** A database whose ledger connections pass every packet through a function: to count, to fail, to cut. */
import type { Db, Line } from '../../server/src/db.js'

/** One connection as the function sees it. */
export interface Wire {
  /** Sends it on, and answers what the database does. */
  send(sql: string): Promise<unknown>
  destroy(): void
}

const LIMIT_MS = 15_000

/** The same database, but for its lines. */
export function linesAround(db: Db, packet: (sql: string, wire: Wire) => Promise<unknown>): Db {
  const around = (line: Line): Line => {
    const wire: Wire = { send: sql => line.send(sql, LIMIT_MS), destroy: () => line.destroy() }
    return new Proxy(line, {
      get: (target, name) => {
        if (name === 'send') return (sql: string) => packet(sql, wire)
        const value: unknown = Reflect.get(target, name, target)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
  }
  return new Proxy(db, {
    get: (target, name) => {
      if (name === 'line') return async () => around(await target.line())
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
