import fs from 'node:fs'
import path from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { identityOf } from '../../server/launch/process-identity.mjs'
import { diskFullLine } from '../../server/launch/say.mjs'
import { freePort, greeter, killHard, runToEnd, sleeper, temporaryFolders } from './launchers.js'

const folders = temporaryFolders()
afterAll(() => folders.removeAll())

/** What `npm start` says when it refuses: one sentence on stderr, exit code 1, nothing on stdout. */
async function refusal(env: NodeJS.ProcessEnv): Promise<string> {
  const { code, out, err } = await runToEnd('start.mjs', [], { DATA_DIR: folders.make('trouble'), ...env })
  expect({ code, out, lines: err.trimEnd().split('\n').length }).toEqual({ code: 1, out: '', lines: 1 })
  return err.trim()
}

test('starting twice in one data folder is refused with who is there, and the first is left alone', async () => {
  const folder = folders.make('twice')
  const first = await sleeper()
  const lock = { command: 'npm start', port: 3007, pid: first.pid, identity: identityOf(first.pid ?? 0) }
  fs.writeFileSync(path.join(folder, 'this-is-a-data-folder-of-huitou'), '')
  fs.writeFileSync(path.join(folder, 'instance.lock'), JSON.stringify(lock))
  expect(await refusal({ DATA_DIR: folder, PORT: String(await freePort()) })).toBe(
    `npm start is already at work on ${folder} (process ${first.pid} at http://localhost:3007): stop it first, or give this one a DATA_DIR and a PORT of its own.`,
  )
  const reset = await runToEnd('reset.mjs', [], { DATA_DIR: folder })
  expect(reset).toMatchObject({ code: 1, err: expect.stringContaining('npm start is already at work') })
  expect(fs.existsSync(path.join(folder, 'instance.lock'))).toBe(true)
  await killHard(first)
})

test('a busy port is named', async () => {
  const { port, close } = await greeter(Buffer.alloc(0))
  expect(await refusal({ PORT: String(port) })).toBe(
    `Port ${port} is already in use: stop what uses it, or choose another one, such as PORT=${port + 1} npm start.`,
  )
  close()
})

test.each(['abc', '0', '70000', '30.5'])('PORT=%s is no port', async PORT => {
  expect(await refusal({ PORT })).toBe(`PORT is ${PORT}, which is no port: give a number from 1 to 65535.`)
})

test('a folder with other things in it does not become a data folder', async () => {
  const folder = folders.make('foreign')
  fs.writeFileSync(path.join(folder, 'thesis.txt'), 'years of work')
  expect(await refusal({ DATA_DIR: folder })).toBe(
    `${folder} holds other things (thesis.txt): give DATA_DIR a new or empty folder.`,
  )
  const reset = await runToEnd('reset.mjs', [], { DATA_DIR: folder })
  expect(reset.err).toBe(`${folder} is no data folder of Huitou, so it is left alone.\n`)
  expect(fs.readdirSync(folder)).toEqual(['thesis.txt'])
})

/** A database's first packet: length, sequence, protocol 10, version. */
const greeting = (version: string) => Buffer.from(`\x30\0\0\0\x0a${version}\0 and so on`, 'latin1')

test.each([
  ['an old MySQL', greeting('5.7.44-log'), 'is version 5.7.44-log: MySQL 8 or MariaDB 10.6 is the oldest that works.'],
  [
    'an old MariaDB',
    greeting('5.5.5-10.5.8-MariaDB'),
    'is version 10.5.8-MariaDB: MySQL 8 or MariaDB 10.6 is the oldest that works.',
  ],
  ['a web server', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), 'is no MySQL or MariaDB.'],
  [
    'a full database',
    Buffer.from('\x17\0\0\0\xff\x10\x04Too many connections', 'latin1'),
    'refuses connections: Too many connections.',
  ],
  ['somebody silent', Buffer.alloc(0), 'cannot be reached: the connection was closed at once.'],
])('DATABASE_URL may lead to %s', async (_, bytes, ending) => {
  const { port, close } = await greeter(bytes)
  const DATABASE_URL = `mysql://ana:secret@127.0.0.1:${port}/huitou`
  expect(await refusal({ DATABASE_URL, PORT: String(await freePort()) })).toBe(
    `The database at 127.0.0.1:${port} (DATABASE_URL) ${ending}`,
  )
  close()
})

test('a database that is not there is named, without its password', async () => {
  const port = await freePort()
  const said = await refusal({
    DATABASE_URL: `mysql://ana:secret@127.0.0.1:${port}/huitou`,
    PORT: String(await freePort()),
  })
  expect(said).toBe(
    `The database at 127.0.0.1:${port} (DATABASE_URL) cannot be reached: connect ECONNREFUSED 127.0.0.1:${port}.`,
  )
})

test.each(['postgres://a/b', 'huitou', 'mysql://a:b@host'])('%s is no DATABASE_URL', async DATABASE_URL => {
  expect(await refusal({ DATABASE_URL, PORT: String(await freePort()) })).toBe(
    'DATABASE_URL must look like mysql://user:password@host:3306/database.',
  )
})

test.each([
  ['Node', "Error: ENOSPC: no space left on device, open 'x'"],
  ['MariaDB', '[ERROR] InnoDB: preallocating 201326592 bytes for file ./ib_logfile101 failed with error 28'],
  ['MySQL', '[ERROR] [MY-012639] [InnoDB] Write to file failed (OS errno: 28 - No space left on device)'],
  ['a shell', 'cp: error writing: No space left on device'],
])('a full disk is recognised in the words of %s', (_, line) => {
  expect(diskFullLine(`all is well\n${line}\nbye`)).toBe(line)
})

test('other failures are not taken for a full disk', () => {
  expect(diskFullLine('error 280: nothing\nlisten EADDRINUSE 127.0.0.1:28')).toBeUndefined()
})

test('db:url prints the address the database will have, and only that on stdout', async () => {
  const DATA_DIR = folders.make('url')
  const url = await runToEnd('run.mjs', ['db-url'], { DATA_DIR })
  expect(url.out).toMatch(/^mysql:\/\/huitou_app:[0-9a-f]+@127\.0\.0\.1:\d+\/huitou\n$/)
  expect(url.err).toBe('The database is not running; npm start brings it up at this address.\n')
  expect(await runToEnd('run.mjs', ['db-url'], { DATA_DIR })).toEqual(url)
  const given = await runToEnd('run.mjs', ['db-url'], { DATA_DIR, DATABASE_URL: 'mysql://a:b@db:3306/x' })
  expect(given).toEqual({ code: 0, out: 'mysql://a:b@db:3306/x\n', err: '' })
})
