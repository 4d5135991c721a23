/** Runs sequences on one ledger, one after another, and says what to set to see a failure again. */
import process from 'node:process'
import fc from 'fast-check'
import type { LedgerAlone } from './ledger-alone.js'
import { commands } from './sequence-commands.js'
import { SequenceRun } from './sequence-run.js'

const LENGTH = 200
const MEMBERS = 3
/**
 * After so many sequences all invariants run over everything they have touched. That is as strong as after each one:
 * nobody touches the members of a sequence that has ended, so their rows stand as it left them. SEQUENCES_GROUP=1 looks
 * after each, which tells the guilty one.
 */
const GROUP = Number(process.env.SEQUENCES_GROUP ?? 16)

export interface SequencesDone {
  sequences: number
  operations: number
  /** How often an order of each kind came to what. */
  told: Record<string, number>
}

/**
 * Throws fast-check's report: seed, path, replayPath and the shortest sequence it found that fails. SEQUENCES_PATH and
 * SEQUENCES_REPLAY take the last two, beside SEQUENCES_SEED.
 */
export async function runSequences(
  alone: LedgerAlone,
  of: { seed: number; sequences: number; until?: () => boolean },
): Promise<SequencesDone> {
  const done: SequencesDone = { operations: 0, sequences: 0, told: {} }
  const { SEQUENCES_PATH: path, SEQUENCES_REPLAY: replayPath } = process.env
  const drawn = fc.commands(commands, { maxCommands: LENGTH, size: 'max', ...(replayPath ? { replayPath } : {}) })
  const groups = new Groups(alone, of.seed)
  const property = fc.asyncProperty(drawn, async sequence => {
    if (of.until?.() || groups.broken) return
    const run = await SequenceRun.open(alone, { members: MEMBERS, prefix: groups.prefix() })
    await fc.asyncModelRun(() => ({ model: run.known, real: run }), sequence)
    await run.sweep()
    done.sequences += 1
    done.operations += run.known.sent.length
    for (const [outcome, times] of Object.entries(run.told)) done.told[outcome] = (done.told[outcome] ?? 0) + times
    await groups.add(run.known.members)
  })
  // Where it only matters that something fails, nobody waits for the shortest way to make it fail.
  const endOnFailure = process.env.SEQUENCES_SHRINK === '0'
  await fc.assert(property, { seed: of.seed, numRuns: of.sequences, endOnFailure, ...(path ? { path } : {}) })
  await groups.end()
  return done
}

/** Sequences whose books are looked at together. */
class Groups {
  broken: Error | null = null
  private members: number[] = []
  private made = 0
  private group = 1

  constructor(
    private readonly alone: LedgerAlone,
    private readonly seed: number,
  ) {}

  /** Of the keys of the next sequence. */
  prefix(): string {
    this.made += 1
    return `${this.seed}-${this.group}:${this.made}:`
  }

  async add(members: number[]): Promise<void> {
    this.members.push(...members)
    if (this.members.length >= GROUP * members.length) await this.look()
  }

  /** Throws what a group has found: not within the property, which would have fast-check shrink the wrong sequence. */
  async end(): Promise<void> {
    if (this.members.length > 0) await this.look()
    if (this.broken) throw this.broken
  }

  private async look(): Promise<void> {
    const broken = await this.alone.booksOf(this.members, `${this.seed}-${this.group}:`)
    if (Object.keys(broken).length > 0 && !this.broken)
      this.broken = new Error(`group ${this.group} of seed ${this.seed}: ${JSON.stringify(broken, null, 2)}`)
    this.members = []
    this.group += 1
  }
}
