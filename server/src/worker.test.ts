import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { startCommand } from '../../test/command-process.js'
import { openWorld, type World } from '../../test/world.js'

let world: World
beforeAll(async () => {
  world = await openWorld({ liveClock: true })
})
afterAll(() => world.close())

/** A port that nobody has at this moment. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
const waiting = async () => {
  const [row] = await world.db.query<{ n: number }>('SELECT COUNT(*) AS n FROM seal_queue')
  return row!.n
}

/** The other worker may have sealed everything before this one listens. */
async function figuresAt(port: number): Promise<string> {
  for (let tries = 0; ; tries += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`).catch(() => null)
    if (answer) return answer.text()
    if (tries === 120) throw new Error('the worker shows no figures')
    await sleep(250)
  }
}

test('two workers started together seal what is posted, within a few turns and without a bug', async () => {
  await world.member({ points: 88 })
  const port = await freePort()
  const workers = [1, 2].map(nth => {
    const figures = { WORKER_METRICS_PORT: String(port), HOST: '127.0.0.1' }
    return startCommand('../worker', [], {
      databaseUrl: world.databaseUrl,
      ...(nth === 1 ? { environment: figures } : {}),
    })
  })
  try {
    for (let tries = 0; tries < 120 && (await waiting()) > 0; tries += 1) await sleep(250)
    expect(await waiting()).toBe(0)
    const figures = await figuresAt(port)
    expect(figures).toMatch(/^ledger_seal_waiting 0$/m)
    expect(figures).toMatch(/^# TYPE job_duration_seconds histogram$/m)
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
