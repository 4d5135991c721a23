import path from 'node:path'
import process from 'node:process'
import { launch } from './launch.mjs'
import { root } from './places.mjs'
import { build, install } from './prepare.mjs'
import { run } from './processes.mjs'
import { say, step, Trouble } from './say.mjs'

const bin = (/** @type {string} */ name) => path.join(root, 'node_modules/.bin', name)

/** What needs no database, browser or network, so that it is done in well under a minute. */
const checks = [
  { name: 'format and lint', command: bin('biome'), args: ['check', '.'] },
  { name: 'types of the tests and the launcher', command: bin('tsc'), args: ['-p', 'test'] },
  { name: 'types of the console', command: bin('tsc'), args: ['-p', 'server/console'] },
  { name: 'types of the mini-program', command: bin('tsc'), args: ['-p', 'miniapp'] },
  { name: 'tidy', command: process.execPath, args: jest('test/tidy\\.test\\.ts$') },
  {
    name: 'unit tests',
    command: process.execPath,
    args: jest('\\.rules\\.test\\.ts$|(shared|console|miniapp)/src/.*\\.test\\.ts$'),
  },
]

await launch(async () => {
  await install()
  /** @type {unknown[]} */
  const failures = []
  // Types of shared and server are checked by building them; the others read what that makes.
  await build(['server']).catch(error => failures.push(error))
  const waiting = [...checks]
  const worker = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift())
      await runCheck(check).catch(error => failures.push(error))
  }
  await Promise.all([worker(), worker()])
  for (const failure of failures) {
    if (!(failure instanceof Trouble)) throw failure
    say(`\n${failure.message}\n${failure.output}`)
  }
  say(failures.length === 0 ? 'Everything is in order.' : `\n${failures.length} of ${checks.length + 1} checks failed.`)
  return failures.length === 0 ? 0 : 1
})

/** @param {{ name: string, command: string, args: string[] }} check */
function runCheck({ name, command, args }) {
  const env = { ...process.env, TZ: 'UTC', NO_COLOR: '1' }
  return step(name, () => run(command, args, { cwd: root, env, failure: `${name} failed` }))
}

/** @param {string} pattern of test files */
function jest(pattern) {
  const program = path.join(root, 'test/node_modules/jest/bin/jest.js')
  const config = ['--config', path.join(root, 'test/jest.config.mjs'), '--testPathPatterns', pattern]
  return ['--experimental-vm-modules', '--no-warnings', program, ...config]
}
