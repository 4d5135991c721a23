/**
 * Changes the pure rules in every small way there is and counts how many of the changes some test notices; for the ledger
 * and for earning by themselves, or for the files that are named. What has not changed since the last run is not tried again.
 */
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { Stryker } from '@stryker-mutator/core'

process.chdir(path.resolve(import.meta.dirname, '../..'))
const folder = path.join(process.env.DATA_DIR ?? '.data', 'mutate')
const named = process.argv.slice(2)

const parts = {
  // Queries are text to every mutator: what they find is shown by tests with a database, `invariants.test.ts` beside them.
  ledger: ['server/src/ledger/*.rules.ts', '!server/src/ledger/invariants.rules.ts'],
  earning: ['server/src/earning/*.rules.ts', 'server/src/{days,lunar,shares}.ts'],
}

for (const [part, files] of named.length > 0 ? [['named', named]] : Object.entries(parts)) {
  await new Stryker({
    mutate: /** @type {string[]} */ (files),
    testRunner: 'jest',
    plugins: [fileURLToPath(import.meta.resolve('@stryker-mutator/jest-runner'))],
    testRunnerNodeArgs: ['--experimental-vm-modules', '--no-warnings'],
    // They are one file, which knows no related ones.
    jest: { configFile: 'test/mutation/jest.config.mjs', enableFindRelatedTests: false },
    coverageAnalysis: 'perTest',
    // Constants are read once, before any test: each change of one would have all tests run again from the start.
    ignoreStatic: true,
    incremental: true,
    incrementalFile: path.join(folder, `${part}.json`),
    tempDirName: path.join(folder, 'sandbox'),
    ignorePatterns: ['*', '!server/src/**', '!shared/src/**', '!test/**', '!package.json', 'test/node_modules'],
    // The compiler of these sources cannot be called from programs, and nothing here needs it.
    tsconfigFile: 'none.json',
    disableTypeChecks: false,
    concurrency: 2,
    reporters: ['clear-text', 'json', 'progress'],
    clearTextReporter: { allowColor: false, reportTests: false },
    jsonReporter: { fileName: path.join(folder, `${part}-report.json`) },
    thresholds: { high: 95, low: 90, break: 90 },
  }).runMutationTest()
}
