import { createRequire } from 'node:module'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')

/** Run by `npm test`, which brings the database and the browser: node --experimental-vm-modules jest --config this. */
export default {
  rootDir: root,
  roots: ['shared/src', 'server/src', 'server/console/src', 'miniapp/src', 'test'].map(folder =>
    path.join(root, folder),
  ),
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^@huitou/shared/(.*)$': path.join(root, 'shared/src/$1.ts'),
    // Sources name the compiled file they import, as Node wants it.
    '^(\\.{1,2}/.*)\\.js$': ['$1', '$1.js'],
  },
  transform: {
    '^.+\\.ts$': [
      createRequire(import.meta.url).resolve('@swc/jest'),
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
        module: { type: 'es6' },
      },
    ],
  },
  maxWorkers: 2,
  // Modules of a finished test file stay in memory under ESM, so a worker is replaced when it has grown.
  workerIdleMemoryLimit: '1GB',
  testTimeout: 60_000,
  watchman: false,
}
