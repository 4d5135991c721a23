import fs from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, expect, test } from '@jest/globals'
import { databaseAnswers } from '../../server/launch/database.mjs'
import { type Holder, readLock } from '../../server/launch/lock.mjs'
import { identityOf } from '../../server/launch/process-identity.mjs'
import { freePort, killHard, type Launcher, launcher, runToEnd, temporaryFolders, until } from './launchers.js'

const PATIENCE_MS = 120_000
const folders = temporaryFolders()
const launched: Launcher[] = []

afterEach(async () => {
  for (const { child, ended } of launched.splice(0)) {
    child.kill('SIGTERM')
    await ended
  }
})
afterAll(() => folders.removeAll())

interface Child {
  name: string
  pid: number
  identity: string
}

/** `npm start` in a data folder, without the demonstration, as far as its addresses. */
async function start(DATA_DIR: string, port: number) {
  const env = { DATA_DIR, PORT: String(port), HUITOU_DEMO: '0' }
  const running = launcher('start.mjs', [], env)
  launched.push(running)
  let ended = false
  running.ended.then(() => {
    ended = true
  })
  await until(() => ended || running.said.out.includes('Ctrl-C'), PATIENCE_MS)
  if (ended) throw new Error(running.said.err)
  const children = (readLock(path.join(DATA_DIR, 'instance.lock')) as Holder).children as Child[]
  return { ...running, env, children, url: `http://127.0.0.1:${port}` }
}

const alive = (children: Child[]) => children.filter(child => identityOf(child.pid) === child.identity)

test(
  'two instances run side by side, each with its own books, and Ctrl-C leaves nothing running',
  async () => {
    const dirs = [folders.make('one'), folders.make('two')]
    const instances = await Promise.all(dirs.map(async dir => start(dir, await freePort())))
    for (const { url, env, said } of instances) {
      expect(said.out).toContain(`http://localhost:${env.PORT}/m`)
      expect((await fetch(`${url}/health/ready`)).status).toBe(200)
      expect((await fetch(`${url}/m/`)).headers.get('content-type')).toContain('text/html')
      expect((await fetch(`${url}/console/`)).headers.get('content-type')).toContain('text/html')
    }
    const [one] = instances
    const books = await runToEnd('run.mjs', ['check-books'], one?.env ?? {})
    expect(books.code).toBe(0)
    expect(JSON.parse(books.out.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ clean: true })
    const url = await runToEnd('run.mjs', ['db-url'], one?.env ?? {})
    expect(url).toMatchObject({ code: 0, err: '' })

    for (const { child } of instances) child.kill('SIGINT')
    expect(await Promise.all(instances.map(instance => instance.ended))).toEqual([0, 0])
    expect(instances.flatMap(instance => alive(instance.children))).toEqual([])
    for (const dir of dirs) {
      expect(await databaseAnswers(path.join(dir, 'db'))).toBe(false)
      expect(fs.existsSync(path.join(dir, 'instance.lock'))).toBe(false)
    }
  },
  PATIENCE_MS,
)

test(
  'a child that dies takes the rest down with a sentence that names its log',
  async () => {
    const dir = folders.make('death')
    const { children, ended, said } = await start(dir, await freePort())
    const worker = children.find(child => child.name === 'worker')
    process.kill(worker?.pid ?? 0, 'SIGKILL')
    expect(await ended).toBe(1)
    expect(said.err.trimEnd().split('\n').at(-1)).toBe(
      `The worker stopped by itself (SIGKILL), so everything stops: see ${dir}/logs/worker.log.`,
    )
    expect(fs.existsSync(path.join(dir, 'logs/worker.log'))).toBe(true)
    expect(alive(children)).toEqual([])
    expect(await databaseAnswers(path.join(dir, 'db'))).toBe(false)
  },
  PATIENCE_MS,
)

test(
  'after the launcher itself was killed, the next start ends what it left and takes its port and data',
  async () => {
    const dir = folders.make('killed')
    const port = await freePort()
    const victim = await start(dir, port)
    await killHard(victim.child)
    expect(alive(victim.children)).toHaveLength(2)
    const next = await start(dir, port)
    expect(alive(victim.children)).toEqual([])
    expect(alive(next.children)).toHaveLength(2)
    next.child.kill('SIGTERM')
    expect(await next.ended).toBe(0)
    expect(alive(next.children)).toEqual([])
  },
  PATIENCE_MS,
)
