import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import pino from 'pino'
import { openWorld, type World } from '../../test/world.js'
import { HeldClock } from '../../test/world-basics.js'
import { Clock } from './clock.js'
import { migrate } from './commands/migrate.js'
import type { Config } from './config.js'
import { Db } from './db.js'
import { holdJob, keepNode, releaseJob, releaseNode, takeNode } from './lease.js'
import { compareClocks, openParts, renew } from './process.js'
import { tables } from './providers.js'
import { SharedTokenStore } from './wechat-token-store.js'

let world: World

beforeAll(async () => {
  world = await openWorld()
})

afterAll(() => world.close())

describe('process numbers', () => {
  // Of a database of their own: in the world's one its server has a number.
  let db: Db
  let config: Config

  beforeAll(async () => {
    const url = new URL(world.databaseUrl)
    url.pathname += '_numbers'
    await migrate(url.href)
    config = { ...world.config, databaseUrl: url.href }
    db = await Db.open(url.href, tables)
  })

  beforeEach(() => db.query('DELETE FROM id_node'))

  afterAll(async () => {
    await db.query(`DROP DATABASE ${new URL(config.databaseUrl).pathname.slice(1)}`)
    await db.close()
  })

  test('a hundred processes that start at once get 64 different numbers and 36 sentences', async () => {
    const results = await Promise.allSettled(Array.from({ length: 100 }, (_, i) => takeNode(db, `p${i}`)))
    const numbers = results.filter(result => result.status === 'fulfilled').map(result => result.value)
    expect(new Set(numbers).size).toBe(64)
    expect(numbers).toHaveLength(64)
    expect(Math.max(...numbers)).toBe(63)
    const refused = results.find(result => result.status === 'rejected')
    expect(String(refused?.reason)).toMatch(/All 64 process numbers are taken/)
  })

  test('the number of a process that has died is given out a minute later, to one process', async () => {
    for (let i = 0; i < 64; i += 1) await takeNode(db, `p${i}`)
    await db.query('UPDATE id_node SET until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE node = 17')
    const results = await Promise.allSettled([takeNode(db, 'ana'), takeNode(db, 'bo')])
    expect(results.map(result => result.status).sort()).toEqual(['fulfilled', 'rejected'])
    const winner = results[0]!.status === 'fulfilled' ? 'ana' : 'bo'
    expect(await keepNode(db, 17, winner)).toBe(true)
    expect(await keepNode(db, 17, 'p17')).toBe(false)
  })

  test('a number that was given back is the last to be given out again', async () => {
    expect(await takeNode(db, 'ana')).toBe(0)
    await releaseNode(db, 0, 'ana')
    expect(await takeNode(db, 'bo')).toBe(1)
  })

  test('a lease lasts a minute from each renewal', async () => {
    const node = await takeNode(db, 'ana')
    await db.query('UPDATE id_node SET until = UTC_TIMESTAMP(3) + INTERVAL 1 SECOND')
    expect(await keepNode(db, node, 'ana')).toBe(true)
    const [row] = await db.query<{ left: number }>(
      'SELECT TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(6), until) / 1e6 AS `left` FROM id_node',
    )
    expect(Number(row!.left)).toBeGreaterThan(55)
    expect(Number(row!.left)).toBeLessThanOrEqual(60.001)
  })

  test('two processes make ids of their own, and give their numbers back when they close', async () => {
    const log = pino({ level: 'silent' })
    const [ana, bo] = await Promise.all([openParts(config, { log }), openParts(config, { log })])
    const ids = new Set(Array.from({ length: 1_000 }, () => [ana.ids.next(), bo.ids.next()]).flat())
    expect(ids.size).toBe(2_000)
    await Promise.all([ana.close(), bo.close()])
    const live = await db.query('SELECT node FROM id_node WHERE until > UTC_TIMESTAMP(3)')
    expect(live).toEqual([])
  })

  describe('that are lost', () => {
    const log = pino({ level: 'silent' })
    /** Renews every 20 ms, and tells how often until it was lost or stopped. */
    function renewed(keep: () => Promise<boolean>) {
      const counted = { turns: 0, lost: 0 }
      const stop = renew({
        keep: () => {
          counted.turns += 1
          return keep()
        },
        onLost: () => {
          counted.lost += 1
        },
        log,
        everyMs: 20,
      })
      return { counted, stop }
    }

    test('end the process that held them, once', async () => {
      const node = await takeNode(db, 'ana')
      const { counted } = renewed(() => keepNode(db, node, 'ana'))
      await sleep(150)
      expect(counted.lost).toBe(0)
      await db.query("UPDATE id_node SET holder = 'bo'")
      await sleep(150)
      const { turns } = counted
      expect(counted.lost).toBe(1)
      await sleep(100)
      expect(counted).toEqual({ turns, lost: 1 })
    })

    test('are not lost because the database is away', async () => {
      let away = true
      const { counted, stop } = renewed(async () => {
        if (away) throw Object.assign(new Error('gone'), { code: 'ECONNREFUSED' })
        return true
      })
      await sleep(100)
      away = false
      await sleep(100)
      stop()
      expect(counted.turns).toBeGreaterThan(3)
      expect(counted.lost).toBe(0)
    })
  })
})

describe('jobs', () => {
  const hold = (holder: string, seconds = 30) => holdJob(world.db, { name: 'sweep', holder, seconds })

  test('of twenty workers that ask at once, one has the job', async () => {
    const held = await Promise.all(Array.from({ length: 20 }, (_, i) => hold(`w${i}`)))
    expect(held.filter(Boolean)).toHaveLength(1)
    await world.db.query('DELETE FROM job_lease')
  })

  test('who has it keeps it, others get it when it is released or has run out', async () => {
    expect(await hold('ana')).toBe(true)
    expect(await hold('ana')).toBe(true)
    expect(await hold('bo')).toBe(false)
    await releaseJob(world.db, 'sweep', 'bo')
    expect(await hold('bo')).toBe(false)
    await releaseJob(world.db, 'sweep', 'ana')
    expect(await hold('bo', 1)).toBe(true)
    expect(await hold('ana')).toBe(false)
    await sleep(1_100)
    expect(await hold('ana')).toBe(true)
    expect(await hold('bo')).toBe(false)
  })
})

describe('clocks', () => {
  class ShiftedClock extends Clock {
    constructor(private readonly ms: number) {
      super()
    }
    override now(): Date {
      return new Date(Date.now() + this.ms)
    }
  }

  test.each([[-1_500], [0], [1_500]])('a clock that is off by %i ms will do', async ms => {
    await compareClocks(world.db, new ShiftedClock(ms))
  })

  test.each([[-3_000], [3_000], [8 * 3_600_000]])('a clock that is off by %i ms is refused in a sentence', async ms => {
    const off = (Math.abs(ms) / 1_000).toFixed(0)
    await expect(compareClocks(world.db, new ShiftedClock(ms))).rejects.toThrow(
      new RegExp(`differ by (${off}|${Number(off) - 1})\\.\\d s`),
    )
  })
})

describe("WeChat's access token, shared by all processes", () => {
  const expiresAt = new Date('2026-11-23T06:30:00.000Z')
  const storeOf = (appId: string) => new SharedTokenStore(world.db, appId, world.config.keys.token)

  test('is kept, replaced, and dropped only by who saw the same one fail', async () => {
    const [ana, bo] = [storeOf('wx1'), storeOf('wx1')]
    expect(await ana.get()).toBeNull()
    await ana.put({ value: 'first', expiresAt })
    expect(await bo.get()).toEqual({ value: 'first', expiresAt })
    await bo.put({ value: 'second', expiresAt })
    await ana.dropIfEquals('first')
    expect(await ana.get()).toEqual({ value: 'second', expiresAt })
    await ana.dropIfEquals('second')
    expect(await bo.get()).toBeNull()
  })

  test('tells letters apart, and one app from another', async () => {
    const ana = storeOf('wx1')
    await ana.put({ value: 'Secret', expiresAt })
    await ana.dropIfEquals('secret')
    expect(await ana.get()).toEqual({ value: 'Secret', expiresAt })
    expect(await storeOf('wx2').get()).toBeNull()
  })

  test('has room for the longest token', async () => {
    const ana = storeOf('wx1')
    await ana.put({ value: 'x'.repeat(512), expiresAt })
    expect((await ana.get())?.value).toHaveLength(512)
  })
})

test('a held clock is not compared, a process without migrations says so', async () => {
  const parts = await openParts(world.config, { log: pino({ level: 'silent' }), clock: new HeldClock() })
  await parts.close()
  await world.db.query('RENAME TABLE id_node TO id_node_away')
  try {
    await expect(openParts(world.config, { log: pino({ level: 'silent' }) })).rejects.toThrow(/has not been migrated/)
  } finally {
    await world.db.query('RENAME TABLE id_node_away TO id_node')
  }
})
