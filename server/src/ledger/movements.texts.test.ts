import { expect, test } from '@jest/globals'
import {
  isMovement,
  type MovementExplanation,
  movementSentence,
  movementSteps,
  movementTitle,
} from './movements.texts.js'

const what = { zh: '兑换酸梅汤', en: 'a plum drink' }
const all: MovementExplanation[] = [
  { kind: 'HOLD', what, points: 60 },
  { kind: 'CAPTURE', what, points: 1 },
  { kind: 'UNDO_SPEND', what, points: 1200 },
  { kind: 'RELEASE', why: 'TIME_OUT', points: 60 },
  { kind: 'RELEASE', why: 'REST', points: 20 },
  { kind: 'RELEASE', why: 'CANCELLED', points: 60 },
  { kind: 'TRANSFER', points: 50 },
  { kind: 'EXTEND', points: 30, until: '2027-04-30T16:00:00.000Z' },
]

test.each(all)('$kind has a title, a sentence and steps in both languages', explanation => {
  expect(isMovement(explanation)).toBe(true)
  for (const text of [
    movementTitle(explanation),
    movementSentence(explanation),
    ...movementSteps(explanation).map(step => step.label),
  ]) {
    expect(text.zh.replace(/(\d),(?=\d)/g, '$1')).toMatch(/^[^,:;.]+$/)
    expect(text.en).toMatch(/^[\x20-\x7e]+$/)
  }
})

test('a gift reads differently to who gave it and who got it', () => {
  const given: MovementExplanation = { kind: 'TRANSFER', points: 50 }
  expect([-50, 50].map(change => movementSentence(given, change).en)).toEqual([
    '50 points given to a friend',
    '50 points from a friend',
  ])
  expect(movementTitle(given, -50).zh).not.toBe(movementTitle(given, 50).zh)
})

test('an end that is put off is told by its last day', () => {
  expect(movementSentence(all.at(-1)!).zh).toContain('30 分的有效期延长到 2027-04-30')
  expect(movementSteps(all.at(-1)!).map(step => step.value)).toEqual(['30', '2027-04-30'])
})

test('other explanations are no movements', () => {
  expect(isMovement({ kind: 'PURCHASE' })).toBe(false)
})
