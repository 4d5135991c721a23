import { expect, test } from '@jest/globals'
import { nicknameOf, phoneOf } from './people.rules.js'
import { Random } from './random.rules.js'

test('nicknames are short and many', () => {
  const random = new Random(3)
  const names = Array.from({ length: 2_000 }, () => nicknameOf(random))
  expect(names.every(name => name.length >= 2 && name.length <= 20)).toBe(true)
  expect(new Set(names).size).toBeGreaterThan(1_000)
})

test('numbers have the shape of mobile numbers, in one block that stands for nobody', () => {
  expect([phoneOf(0), phoneOf(2_745), phoneOf(9_999)]).toEqual(['19800000000', '19800002745', '19800009999'])
  expect(() => phoneOf(10_000)).toThrow(RangeError)
})
