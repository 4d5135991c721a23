import { type RefusalCode, refusals } from '@huitou/shared/refusals'

/**
 * An expected "no": it has a code, perhaps data, and never a stack in the log. Everything else that is thrown is a bug.
 * `keep`, where given, writes what must survive the rollback (a refusal the ledger remembers); see `Db.transaction`.
 */
export class Refusal extends Error {
  constructor(
    readonly code: RefusalCode,
    readonly data?: Record<string, unknown>,
    readonly keep?: (query: (sql: string, values?: unknown[]) => Promise<unknown>) => Promise<void>,
  ) {
    super(code)
    this.name = 'Refusal'
  }

  get status(): number {
    return refusals[this.code][0]
  }
}
