import path from 'node:path'
import base from '../jest.config.mjs'

/** @param {string} name */
const folder = name => path.join(base.rootDir, name)

/** Only the tests of pure rules: no database, so that thousands of mutants can be tried. */
export default {
  ...base,
  roots: ['shared/src', 'server/src', 'test'].map(folder),
  testMatch: [folder('test/mutation/pure.mjs')],
  testEnvironment: folder('test/mutation/environment.mjs'),
}
