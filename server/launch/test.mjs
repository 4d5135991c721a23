import fs from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { findChromium } from './chromium.mjs'
import { startDatabase } from './database.mjs'
import { checkReachable, checkSignIn, givenDatabase } from './database-given.mjs'
import { launch, onEnd } from './launch.mjs'
import { root } from './places.mjs'
import { build, install } from './prepare.mjs'
import { identityOf } from './process-identity.mjs'
import { runInForeground } from './processes.mjs'
import { step } from './say.mjs'

await launch(async () => {
  const given = givenDatabase()
  if (given) await checkReachable(given.url)
  const folder = ownFolder()
  await install()
  const [database, chromium] = await Promise.all([
    given ?? startOwnDatabase(folder),
    step('find Chromium', findChromium),
    build(['server', 'console', 'h5', 'weapp']),
  ])
  if (given) await checkSignIn(given.adminUrl)

  const results = path.join(folder, 'results.json')
  const jest = ['--experimental-vm-modules', '--no-warnings', path.join(root, 'test/node_modules/jest/bin/jest.js')]
  const options = ['--config', path.join(root, 'test/jest.config.mjs'), '--json', `--outputFile=${results}`]
  const code = await runInForeground([...jest, ...options, ...process.argv.slice(2)], {
    cwd: root,
    env: { ...process.env, TZ: 'UTC', TEST_DATABASE_URL: database.adminUrl, CHROMIUM_PATH: chromium },
  })
  return report(results, code)
})

/** Each test run has a folder of its own, so that two may run at once; those of ended runs are cleared away. */
function ownFolder() {
  const all = path.join(root, '.data/tests')
  fs.mkdirSync(all, { recursive: true })
  for (const name of fs.readdirSync(all)) {
    if (!identityOf(Number(name))) fs.rmSync(path.join(all, name), { recursive: true, force: true })
  }
  const own = path.join(all, String(process.pid))
  fs.rmSync(own, { recursive: true, force: true })
  fs.mkdirSync(own)
  onEnd(() => fs.rmSync(own, { recursive: true, force: true }))
  return own
}

/** @param {string} folder */
async function startOwnDatabase(folder) {
  const database = await step('start the test database', () => startDatabase({ home: path.join(folder, 'db') }))
  onEnd(() => database.stop())
  return database
}

/**
 * Prints the one line that counts the tests, unless none ran. A file that could not run counts as a failed test.
 * @param {string} results
 * @param {number} code
 */
function report(results, code) {
  if (!fs.existsSync(results)) return code || 1
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(fs.readFileSync(results, 'utf8'))
  const failed = numFailedTests + numRuntimeErrorTestSuites
  process.stdout.write(`${numPassedTests} passed, ${failed} failed\n`)
  return code || (failed > 0 || numPassedTests === 0 ? 1 : 0)
}
