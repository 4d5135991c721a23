import { expect, test } from '@jest/globals'
import { begin, edit, redo, undo } from './history.js'

test('each step is undone and done again in turn', () => {
  let history = begin('a')
  history = edit(history, 'b', 'name', 0)
  history = edit(history, 'c', 'reward', 10)
  expect(undo(history).present).toBe('b')
  expect(undo(undo(history)).present).toBe('a')
  expect(undo(undo(undo(history))).present).toBe('a')
  expect(redo(undo(history)).present).toBe('c')
  expect(redo(history)).toBe(history)
})

test('typing one word is one step, until a pause', () => {
  let history = begin('')
  history = edit(history, '双', 'name', 0)
  history = edit(history, '双倍', 'name', 1_199)
  expect(undo(history).present).toBe('')
  history = edit(history, '双倍日', 'name', 1_199 + 1_200)
  expect(undo(history).present).toBe('双倍')
})

test('a new step after an undo leaves nothing to do again, and never joins the step before it', () => {
  let history = edit(begin('a'), 'b', 'name', 0)
  history = edit(undo(history), 'c', 'name', 1)
  expect(redo(history).present).toBe('c')
  expect(undo(history).present).toBe('a')
})

test('the oldest of a hundred steps is forgotten first', () => {
  let history = begin(0)
  for (let step = 1; step <= 150; step++) history = edit(history, step, `${step}`, step)
  for (let back = 0; back < 200; back++) history = undo(history)
  expect(history.present).toBe(50)
})
