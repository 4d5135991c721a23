/**
 * All tests of pure rules as one: a mutant loads the rules once, and not once for every file of tests. The stories come
 * last: they take longest, and notice what nothing else does.
 */
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

const source = path.resolve(import.meta.dirname, '../../server/src')
const stories = path.join(source, 'ledger/deciding.rules.test.ts')

/** @param {string} feature */
const testsOf = feature =>
  fs
    .readdirSync(path.join(source, feature))
    .filter(name => /\.(rules|texts)\.test\.ts$/.test(name))
    .map(name => path.join(source, feature, name))
const calendar = ['days', 'lunar', 'shares'].map(name => path.join(source, `${name}.test.ts`)).filter(fs.existsSync)
const files = [...calendar, ...testsOf('earning'), ...testsOf('ledger')].filter(file => file !== stories)

for (const file of [...files, stories]) {
  // Results of a run are kept by the names of tests: one whose file has changed must not pass for the one it was.
  const digest = createHash('sha256').update(fs.readFileSync(file)).digest('hex').slice(0, 8)
  Object.assign(globalThis, { testsFrom: `${path.basename(file)} ${digest}` })
  await import(file)
}
