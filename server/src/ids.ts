/**
 * Ids made by the application: time-ordered, below 2^53, unique over all processes of a deployment.
 * 40 bits of milliseconds since 2025 (until 2059), 6 bits of process number, 7 bits of sequence. A process that makes
 * more than 128 ids in a millisecond borrows from the next one. The primary keys are the backstop: should two processes
 * ever hold one number, the second insert fails and is retried with new ids.
 */
const EPOCH = Date.UTC(2025, 0, 1)
const SEQUENCE = 128
const NODES = 64

export class Ids {
  private last = 0

  /** @param node the process number, 0–63, leased from the database (`leaseNode` in db.ts). */
  constructor(
    private readonly node: number,
    private readonly now: () => number = Date.now,
  ) {
    if (!Number.isInteger(node) || node < 0 || node >= NODES) throw new RangeError(`process number ${node}`)
  }

  next(): number {
    return this.make(1)
  }

  /** An id that is a multiple of 16, so that the fifteen numbers after it are free for ids derived from it. */
  nextAligned(): number {
    return this.make(16)
  }

  private make(step: number): number {
    const floor = Math.max(this.now() - EPOCH, 0) * SEQUENCE
    const tick = Math.ceil(Math.max(this.last + 1, floor) / step) * step
    this.last = tick + step - 1
    return Math.floor(tick / SEQUENCE) * NODES * SEQUENCE + this.node * SEQUENCE + (tick % SEQUENCE)
  }
}
