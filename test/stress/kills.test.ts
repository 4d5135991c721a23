import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type PrivateDatabase, startDatabase } from '../../server/launch/database.mjs'
import { CrashSite, type Kill, MOMENTS } from '../soak/crash-site.js'

// Goal: whatever dies under load, and at whatever moment, nothing a caller was told is lost, and nothing whose end nobody
// knows is done twice by asking again. Method: the lane in a process of its own and a database server of this file's own,
// killed with SIGKILL by the clock and at named moments of a commit, three times each; `npm run soak` does it all night.
const ROUNDS = 3
const random = (below: number) => Math.floor(Math.random() * below)

let home: string
let database: PrivateDatabase
let site: CrashSite
beforeAll(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'huitou-kills-'))
  database = await startDatabase({ home, redoMb: 48 })
  site = await CrashSite.open(database, random)
}, 180_000)
afterAll(async () => {
  await site?.close()
  await database?.stop()
  rmSync(home, { recursive: true, force: true })
}, 60_000)

const faults = ({ lost, doubled }: Kill) => ({ lost, doubled })

test.each(MOMENTS)(
  'the server is killed %s: nothing acknowledged is lost, nothing unknown is doubled',
  async moment => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const kill = await site.kill('SERVER', moment)
      expect(faults(kill)).toEqual({ lost: [], doubled: [] })
      expect(kill.acknowledged).toBeGreaterThan(0)
      if (moment === 'AFTER_COMMIT') expect(kill.committed).toBeGreaterThan(0)
    }
    expect(await site.books()).toEqual({})
  },
  180_000,
)

test.each(MOMENTS)(
  'the database is killed %s: nothing acknowledged is lost, nothing unknown is doubled',
  async moment => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const kill = await site.kill('DATABASE', moment)
      expect(faults(kill)).toEqual({ lost: [], doubled: [] })
      expect(kill.unknown).toBeGreaterThan(0)
      if (moment === 'AFTER_COMMIT') expect(kill.committed).toBeGreaterThan(0)
    }
    expect(await site.books()).toEqual({})
  },
  180_000,
)
