import path from 'node:path'
import base from '../jest.config.mjs'

const source = path.join(base.rootDir, 'server/src')
const pure = ['{ledger,earning}/*.{rules,texts}.test.ts', '{days,lunar,shares}.test.ts']

/**
 * Only the tests of pure rules: no database, so that thousands of mutants can be tried. `test` is a root because which
 * tests are about a file is found through the builders there.
 */
export default {
  ...base,
  roots: [path.join(base.rootDir, 'shared/src'), source, path.join(base.rootDir, 'test')],
  testMatch: pure.map(tests => path.join(source, tests)),
}
