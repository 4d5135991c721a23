/** What all soaks of one data folder have done together, kept in a file that is replaced whole. */
import fs from 'node:fs'
import path from 'node:path'
import type { Kill, Moment, Victim } from './crash-site.js'

export interface SoakState {
  runs: number
  minutes: number
  sequences: number
  operations: number
  /** How often an order of each kind came to what. */
  told: Record<string, number>
  /** Kills by victim and moment, and what they came to. */
  kills: Record<string, number>
  acknowledged: number
  unknown: number
  committed: number
  lost: string[]
  doubled: string[]
  /** What failed, with the seed that shows it again. */
  failures: string[]
}

const EMPTY: SoakState = {
  runs: 0,
  minutes: 0,
  sequences: 0,
  operations: 0,
  told: {},
  kills: {},
  acknowledged: 0,
  unknown: 0,
  committed: 0,
  lost: [],
  doubled: [],
  failures: [],
}

export function readState(file: string): SoakState {
  return fs.existsSync(file) ? { ...EMPTY, ...(JSON.parse(fs.readFileSync(file, 'utf8')) as SoakState) } : { ...EMPTY }
}

export function writeState(file: string, state: SoakState): void {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`)
  fs.renameSync(`${file}.new`, file)
}

export const killName = (victim: Victim, moment: Moment): string => `${victim} ${moment}`

export function addKill(state: SoakState, name: string, kill: Kill): void {
  state.kills[name] = (state.kills[name] ?? 0) + 1
  state.acknowledged += kill.acknowledged
  state.unknown += kill.unknown
  state.committed += kill.committed
  state.lost.push(...kill.lost)
  state.doubled.push(...kill.doubled)
}

export const soundSoFar = (state: SoakState): boolean =>
  state.lost.length + state.doubled.length + state.failures.length === 0
