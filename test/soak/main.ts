/**
 * `npm run soak [-- --operations N] [--minutes M]`: runs until M minutes have passed or all soaks of this data folder
 * together have done N operations and 30 kills of each kind, whichever comes first; the next one goes on from there.
 * Half of the time goes to sequences held against the pencil, half to kills, until there are enough of either. The
 * database is its own, in `soak/` of the data folder. Ends with exit code 1 when anything was ever lost, doubled or wrong.
 */
import 'reflect-metadata'
import { randomInt } from 'node:crypto'
import path from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { createConnection } from 'mysql2/promise'
import { type PrivateDatabase, startDatabase } from '../../server/launch/database.mjs'
import { LedgerAlone } from '../stress/ledger-alone.js'
import { runSequences } from '../stress/sequences.js'
import { CrashSite, MOMENTS, type Victim } from './crash-site.js'
import { addKill, killName, readState, type SoakState, soundSoFar, writeState } from './state.js'

const KILLS = 30
const LEDGERS = 3
const SLICE = 64
const SLICE_KILLS = 8
const VICTIMS: Victim[] = ['SERVER', 'DATABASE']

const { values } = parseArgs({ options: { operations: { type: 'string' }, minutes: { type: 'string' } } })
const wanted = { operations: whole(values.operations, 1_000_000), minutes: whole(values.minutes, 30) }
const folder = path.join(process.env.DATA_DIR ?? '.data', 'soak')
const file = path.join(folder, 'state.json')
const state = readState(file)
const began = Date.now()
const deadline = began + wanted.minutes * 60_000
const late = () => Date.now() > deadline

const database = await startDatabase({ home: path.join(folder, 'db') })
await dropLeftovers(database.adminUrl)
state.runs += 1
try {
  while (!late() && soundSoFar(state) && !(enoughOperations() && enoughKills())) {
    if (!enoughOperations()) await sequences(database)
    save()
    if (!enoughKills() && !late()) await kills(database)
    save()
  }
} finally {
  await database.stop()
}
state.minutes += (Date.now() - began) / 60_000
save()
print()
process.exit(soundSoFar(state) ? 0 : 1)

/** Databases of a soak that was killed itself. */
async function dropLeftovers(adminUrl: string): Promise<void> {
  const url = new URL(adminUrl)
  url.pathname = ''
  const connection = await createConnection({ uri: url.href })
  const [rows] = await connection.query("SHOW DATABASES LIKE 'alone\\_%'")
  for (const row of rows as Record<string, string>[])
    await connection.query(`DROP DATABASE \`${Object.values(row)[0]}\``)
  await connection.end()
}

async function sequences({ adminUrl }: PrivateDatabase): Promise<void> {
  const ledgers = await Promise.all(Array.from({ length: LEDGERS }, () => LedgerAlone.open(adminUrl)))
  try {
    await Promise.all(
      ledgers.map(async ledger => {
        const seed = randomInt(2 ** 31)
        const done = await runSequences(ledger, { seed, sequences: SLICE, until: late }).catch(failed(`seed ${seed}`))
        if (!done) return
        state.sequences += done.sequences
        state.operations += done.operations
        for (const [what, times] of Object.entries(done.told)) state.told[what] = (state.told[what] ?? 0) + times
        const broken = await ledger.books()
        if (Object.keys(broken).length > 0) state.failures.push(`books after seed ${seed}: ${JSON.stringify(broken)}`)
      }),
    )
  } finally {
    await Promise.all(ledgers.map(ledger => ledger.close()))
  }
  console.log(`${state.operations} operations in ${state.sequences} sequences`)
}

/** A round of kills, those of which there have been fewest first. */
async function kills(database: PrivateDatabase): Promise<void> {
  const site = await CrashSite.open(database, below => randomInt(below || 1))
  try {
    for (let round = 0; round < SLICE_KILLS && !late(); round += 1) {
      const { victim, moment, name } = rarest()
      const kill = await site.kill(victim, moment)
      addKill(state, name, kill)
      console.log(
        `${name}: ${kill.acknowledged} acknowledged, ${kill.unknown} unknown, ${kill.committed} of them committed`,
      )
    }
    const broken = await site.books()
    if (Object.keys(broken).length > 0) state.failures.push(`books after kills: ${JSON.stringify(broken)}`)
  } catch (error) {
    failed('kills')(error)
  } finally {
    await site.close()
  }
}

function rarest() {
  const all = VICTIMS.flatMap(victim => MOMENTS.map(moment => ({ victim, moment, name: killName(victim, moment) })))
  return all.reduce((least, one) => ((state.kills[one.name] ?? 0) < (state.kills[least.name] ?? 0) ? one : least))
}

function enoughOperations(): boolean {
  return state.operations >= wanted.operations
}

function enoughKills(): boolean {
  return (state.kills[rarest().name] ?? 0) >= KILLS
}

function failed(what: string): (error: unknown) => undefined {
  return error => {
    const cause = (error as Error).cause
    state.failures.push(`${what}: ${String(error)}${cause ? `\n${String(cause)}` : ''}`)
    return undefined
  }
}

function save(): void {
  writeState(file, state satisfies SoakState)
}

function print(): void {
  const { told: _, ...totals } = state
  console.log(JSON.stringify({ ...totals, minutes: Math.round(totals.minutes) }))
  for (const failure of state.failures) console.error(failure)
}

function whole(text: string | undefined, unless: number): number {
  if (text === undefined) return unless
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) throw new Error(`${text} is not a number of operations or minutes.`)
  return number
}
