import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { lockHolder, takeLock } from '../../server/launch/lock.mjs'
import { identityOf } from '../../server/launch/process-identity.mjs'
import { killHard, sleeper, temporaryFolders } from './launchers.js'

const folders = temporaryFolders()
afterAll(() => folders.removeAll())

const newLock = () => path.join(folders.make('lock'), 'a.lock')
const module = path.resolve(import.meta.dirname, '../../server/launch/lock.mjs')

test('the second to come is told who holds the lock, and gets it once it is released', () => {
  const file = newLock()
  const first = takeLock(file, { command: 'npm start', port: 3000 })
  expect(takeLock(file, {}).holder).toMatchObject({ command: 'npm start', port: 3000, pid: process.pid })
  first.taken?.tell({ ready: true })
  expect(lockHolder(file)).toMatchObject({ command: 'npm start', ready: true })
  first.taken?.release()
  expect(lockHolder(file)).toBeUndefined()
  expect(takeLock(file, {}).taken).toBeDefined()
})

test('the lock of a killed process is taken over', async () => {
  const file = newLock()
  const holder = await sleeper()
  const pid = holder.pid ?? 0
  fs.writeFileSync(file, JSON.stringify({ pid, identity: identityOf(pid) }))
  expect(takeLock(file, {}).holder).toMatchObject({ pid })
  await killHard(holder)
  expect(takeLock(file, {}).taken).toBeDefined()
})

test('a lock is stale when its number belongs to another process by now', async () => {
  const file = newLock()
  const stranger = await sleeper()
  fs.writeFileSync(file, JSON.stringify({ pid: stranger.pid, identity: 'somebody who lived before' }))
  expect(takeLock(file, {}).taken).toBeDefined()
  await killHard(stranger)
})

test('of eight who find a stale lock at the same time, exactly one takes it', async () => {
  const file = newLock()
  fs.writeFileSync(file, JSON.stringify({ pid: 999_999_999, identity: 'gone' }))
  const startAt = Date.now() + 1_500
  const program = `
    const { takeLock } = await import(${JSON.stringify(module)})
    while (Date.now() < ${startAt});
    console.log(takeLock(${JSON.stringify(file)}, {}).taken ? 'taken' : 'held')
    setInterval(() => {}, 1000)`
  const rivals = Array.from({ length: 8 }, () => spawn(process.execPath, ['--input-type=module', '-e', program]))
  const answers = await Promise.all(
    rivals.map(
      rival => new Promise<string>(resolve => rival.stdout.once('data', line => resolve(String(line).trim()))),
    ),
  )
  await Promise.all(rivals.map(killHard))
  expect(answers.sort()).toEqual([...Array(7).fill('held'), 'taken'])
})
