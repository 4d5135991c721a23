/** The house rules, held. Every rule is shown a planted breach first, so that none of them can go blind unnoticed. */
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { Files } from './tidy/case.js'
import { casesOfShape } from './tidy/cases-of-shape.js'
import { casesOfWords } from './tidy/cases-of-words.js'
import { readSources, type Source } from './tidy/sources.js'

const sourcesOf = (files: Files): Source[] => Object.entries(files).map(([name, text]) => ({ path: name, text }))
const project = readSources(path.resolve(import.meta.dirname, '..'))

describe.each(Object.entries({ ...casesOfShape, ...casesOfWords }))('%s', (_, { rule, red, green }) => {
  test.each(Object.entries(red))('catches: %s', (_, files) => {
    expect(rule(sourcesOf(files))).not.toEqual([])
  })

  test.each(Object.entries(green))('passes: %s', (_, files) => {
    expect(rule(sourcesOf(files))).toEqual([])
  })

  test('holds in the whole project', () => {
    expect(rule(project).map(({ path: file, line, why }) => `${file}:${line} ${why}`)).toEqual([])
  })
})

test('the project is really read', () => {
  const paths = project.map(file => file.path)
  expect(paths).toEqual(
    expect.arrayContaining(['server/src/main.ts', 'shared/src/api.ts', 'miniapp/src/app.tsx', '.ci/run']),
  )
  expect(paths.filter(file => file.includes('node_modules'))).toEqual([])
})
