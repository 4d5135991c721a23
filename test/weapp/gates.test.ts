import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from '@jest/globals'
import { compileWeapp } from './compile.js'
import { scriptProblems } from './es-gate.js'
import { packageSizes } from './size-gate.js'

/** Runs a check on a folder with these files, which is gone afterwards. */
function inFolder<Result>(files: Record<string, string>, check: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'weapp-gate-'))
  try {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), text)
    }
    return check(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const problemsOf = (code: string) =>
  inFolder({ 'app.js': code }, folder => scriptProblems(folder).map(one => one.problem))

test.each([
  ['const a = b?.c', 'not ES2018: Unexpected token (1:12)'],
  ['class A { #b = 1 }', "not ES2018: Unexpected character '#' (1:10)"],
  ['a ??= 1', 'not ES2018: Unexpected token (1:3)'],
  ['eval("1")', 'eval'],
  ['new Function("a", "return a")', 'new Function'],
  ['Function("return 1")', 'new Function'],
  ['setTimeout("go()", 1)', 'setTimeout with a text'],
  ['var pattern = /(?<=a)b/', 'look-behind in a pattern'],
])('%s is refused', (code, problem) => {
  expect(problemsOf(code)).toEqual([problem])
})

test('what phones run passes: ES2018 and webpack’s way to the global object', () => {
  expect(problemsOf('var g = Function("return this")(); async () => ({ ...g }); setTimeout(() => 1, 1)')).toEqual([])
})

test('a problem names its file and line', () => {
  const problems = inFolder({ 'sub/page.js': '\n\neval("1")' }, scriptProblems)
  expect(problems).toEqual([{ file: 'sub/page.js', line: 3, problem: 'eval' }])
})

test('the main package is everything outside sub-packages', () => {
  const app = JSON.stringify({ pages: [], subPackages: [{ root: 'staff/', pages: [] }] })
  const sizes = inFolder({ 'app.json': app, 'app.js': '12345', 'staff/page.js': '123' }, packageSizes)
  expect(sizes).toMatchObject({ main: app.length + 5, subPackages: { 'staff/': 3 } })
  expect(sizes.largest[0]).toEqual({ file: 'app.json', bytes: app.length })
})

test('a folder without app.json is no mini-program, and a broken template has a place', () => {
  expect(() => inFolder({ 'app.js': '' }, packageSizes)).toThrow('build the mini-program')
  expect(() => inFolder({ 'app.js': '' }, compileWeapp)).toThrow('no app.json')
  const broken = { 'app.json': '{"pages":[]}', 'pages/a.wxml': '<view>\n{{ a +* }}</view>' }
  expect(() => inFolder(broken, compileWeapp)).toThrow(/pages\/a\.wxml:2/)
})
