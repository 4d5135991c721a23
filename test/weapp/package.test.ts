import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import { compileWeapp } from './compile.js'
import { scriptProblems } from './es-gate.js'
import { packageSizes } from './size-gate.js'

/** What `pnpm --filter @huitou/miniapp build:weapp` writes, and WeChat DevTools opens. */
const DIST = fileURLToPath(new URL('../../miniapp/dist/weapp', import.meta.url))
const KILOBYTE = 1024
const LIMIT = 1024 * KILOBYTE
const AIM = 600 * KILOBYTE
/** WeChat's own limits for a package that is uploaded. */
const LARGEST_PACKAGE = 2 * 1024 * KILOBYTE

const inKilobytes = (bytes: number) => `${(bytes / KILOBYTE).toFixed(0)} KB`

test('the build wrote an app, with every page it lists', () => {
  const problem = existsSync(join(DIST, 'app.json')) ? '' : `${DIST} has no app.json: the weapp build did not run`
  expect(problem).toBe('')
  expect(compileWeapp(DIST).warnings).toEqual([])
})

test('the main package stays below 1 MB, and sub-packages below what WeChat takes', () => {
  const { main, subPackages, largest } = packageSizes(DIST)
  const packages = Object.entries(subPackages).map(([root, bytes]) => `${root} ${inKilobytes(bytes)}`)
  const files = largest.slice(0, 4).map(({ file, bytes }) => `${file} ${inKilobytes(bytes)}`)
  const report = [`main package ${inKilobytes(main)} (aim ${inKilobytes(AIM)})`, files.join(', '), packages.join(', ')]
  process.stdout.write(`${report.join('; ')}\n`)
  expect(packages.length).toBeGreaterThan(0)
  expect(main).toBeLessThanOrEqual(LIMIT)
  for (const bytes of Object.values(subPackages)) expect(bytes).toBeLessThanOrEqual(LARGEST_PACKAGE)
})

test('every script is one that old phones parse, and none makes code from texts', () => {
  expect(scriptProblems(DIST)).toEqual([])
})
