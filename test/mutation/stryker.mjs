/** Changes the pure rules in every small way there is and counts how many of the changes some test notices. */
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { Stryker } from '@stryker-mutator/core'

const root = path.resolve(import.meta.dirname, '../..')
process.chdir(root)
const folder = path.join(process.env.DATA_DIR ?? '.data', 'mutate')

/** Queries are text to every mutator: what they find is shown by tests with a database, `server/src/ledger/invariants.test.ts`. */
const QUERIES = '!server/src/ledger/invariants.rules.ts'

await new Stryker({
  mutate: ['server/src/{ledger,earning}/**/*.rules.ts', QUERIES, ...process.argv.slice(2)],
  testRunner: 'jest',
  plugins: [fileURLToPath(import.meta.resolve('@stryker-mutator/jest-runner'))],
  testRunnerNodeArgs: ['--experimental-vm-modules', '--no-warnings'],
  jest: { configFile: 'test/mutation/jest.config.mjs', enableFindRelatedTests: true },
  coverageAnalysis: 'perTest',
  incremental: true,
  incrementalFile: path.join(folder, 'incremental.json'),
  tempDirName: path.join(folder, 'sandbox'),
  ignorePatterns: ['*', '!server/src/**', '!shared/src/**', '!test/**', '!package.json', 'test/node_modules'],
  // The compiler of these sources cannot be called from programs, and nothing here needs it.
  tsconfigFile: 'none.json',
  disableTypeChecks: false,
  concurrency: 2,
  reporters: ['clear-text', 'json', 'progress'],
  clearTextReporter: { allowColor: false, reportTests: false },
  jsonReporter: { fileName: path.join(folder, 'report.json') },
  thresholds: { high: 95, low: 90, break: 90 },
}).runMutationTest()
