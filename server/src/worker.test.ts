import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { startCommand } from '../../test/command-process.js'
import { openWorld, type World } from '../../test/world.js'

let world: World
beforeAll(async () => {
  world = await openWorld({ liveClock: true })
})
afterAll(() => world.close())

const waiting = async () => {
  const [row] = await world.db.query<{ n: number }>('SELECT COUNT(*) AS n FROM seal_queue')
  return row!.n
}

test('two workers started together seal what is posted, within a few turns and without a bug', async () => {
  await world.member({ points: 88 })
  const workers = [1, 2].map(() => startCommand('../worker', [], { databaseUrl: world.databaseUrl }))
  try {
    for (let tries = 0; tries < 120 && (await waiting()) > 0; tries += 1) await sleep(250)
    expect(await waiting()).toBe(0)
  } finally {
    for (const worker of workers) worker.kill9()
  }
  const ended = await Promise.all(workers.map(worker => worker.ended))
  // Whoever is killed may leave the last line half written, or have written none.
  const whole = ended.flatMap(({ stdout }) => stdout.split('\n')).filter(line => line.endsWith('}'))
  const lines = whole.map(line => JSON.parse(line) as object)
  const blocks = await world.db.query<{ items: number }>('SELECT items FROM seal_block')
  expect(blocks).toEqual([{ items: 1 }])
  expect(lines.filter(line => 'err' in line)).toEqual([])
}, 60_000)
