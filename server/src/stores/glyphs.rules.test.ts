import { expect, test } from '@jest/globals'
import { filesOf, pathOperators, rangesOf } from './glyphs.rules.js'

const ranges = rangesOf({ '[4]': 'U+4e00-4e0f,U+56de', '[5]': 'U+4e10-4eff', latin: 'U+0000-00FF,U+56DE' })

test.each([
  ['一', ['[4]']],
  ['丏', ['[4]']],
  ['丐', ['[5]']],
  ['回', ['[4]', 'latin']],
  ['A', ['latin']],
  ['😀', []],
])('%s is looked for in %j', (character, files) => {
  expect(filesOf(ranges, character).sort()).toEqual(files)
})

test('an outline keeps its lines and turns its curves into cubic ones', () => {
  const steps = [
    { command: 'moveTo', args: [0, 0] },
    { command: 'lineTo', args: [100, 0] },
    { command: 'quadraticCurveTo', args: [100, 300, 400, 300] },
    { command: 'bezierCurveTo', args: [1, 2, 3, 4, 5, 6] },
    { command: 'closePath', args: [] },
  ]
  expect(pathOperators(steps, 0.5).split('\n')).toEqual([
    '0 0 m',
    '50 0 l',
    '50 100 100 150 200 150 c',
    '0.5 1 1.5 2 2.5 3 c',
    'h',
  ])
})

test('a step nobody knows is not passed over', () => {
  expect(() => pathOperators([{ command: 'arcTo', args: [] }], 1)).toThrow('arcTo')
})
