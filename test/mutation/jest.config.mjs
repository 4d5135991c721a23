import path from 'node:path'
import base from '../jest.config.mjs'

const rules = ['ledger', 'earning'].map(feature => path.join(base.rootDir, 'server/src', feature))

/** Only the tests of pure rules: no database, so that thousands of mutants can be tried. */
export default { ...base, roots: rules, testMatch: ['**/*.rules.test.ts'] }
