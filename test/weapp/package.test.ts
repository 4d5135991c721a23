import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { builtWeapp } from './built-weapp.js'
import { compileWeapp } from './compile.js'
import { scriptProblems } from './es-gate.js'
import { packageSizes } from './size-gate.js'

const KILOBYTE = 1024
const LIMIT = 1024 * KILOBYTE
const AIM = 600 * KILOBYTE
/** WeChat's own limits for a package that is uploaded. */
const LARGEST_PACKAGE = 2 * 1024 * KILOBYTE

const inKilobytes = (bytes: number) => `${(bytes / KILOBYTE).toFixed(0)} KB`

test('the build wrote every page it lists, in templates that WeChat parses', () => {
  const dist = builtWeapp()
  const pages = Object.values(packageSizes(dist).pages).flat()
  const parts = pages.flatMap(page => ['.js', '.json', '.wxml'].map(ending => `${page}${ending}`))
  expect(parts.filter(part => !existsSync(join(dist, part)))).toEqual([])
  expect(pages.length).toBeGreaterThan(0)
  expect(compileWeapp(dist).warnings).toEqual([])
})

test('the main package stays below 1 MB, and sub-packages below what WeChat takes', () => {
  const { main, subPackages, largest } = packageSizes(builtWeapp())
  const packages = Object.entries(subPackages).map(([root, bytes]) => `${root} ${inKilobytes(bytes)}`)
  const files = largest.slice(0, 4).map(({ file, bytes }) => `${file} ${inKilobytes(bytes)}`)
  const report = [`main package ${inKilobytes(main)} (aim ${inKilobytes(AIM)})`, files.join(', '), packages.join(', ')]
  process.stdout.write(`${report.join('; ')}\n`)
  expect(packages.length).toBeGreaterThan(0)
  expect(main).toBeLessThanOrEqual(LIMIT)
  for (const bytes of Object.values(subPackages)) expect(bytes).toBeLessThanOrEqual(LARGEST_PACKAGE)
})

test('every script is one that old phones parse, and none makes code from texts', () => {
  expect(scriptProblems(builtWeapp())).toEqual([])
})
