import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { inOrder } from './in-order.service.js'

const items = Array.from({ length: 60 }, (_, n) => ({ member: n % 7, n }))

test('everybody goes at once, each in their own order, and never more than allowed', async () => {
  const done: typeof items = []
  let underWay = 0
  let most = 0
  await inOrder(items, {
    width: 9,
    keyOf: item => item.member,
    run: async item => {
      underWay += 1
      most = Math.max(most, underWay)
      await sleep((item.n * 7) % 5)
      underWay -= 1
      done.push(item)
    },
  })
  expect(done).toHaveLength(60)
  expect(most).toBeGreaterThan(3)
  expect(most).toBeLessThanOrEqual(9)
  for (let member = 0; member < 7; member += 1) {
    const own = done.filter(item => item.member === member).map(item => item.n)
    expect(own).toEqual(own.toSorted((a, b) => a - b))
  }
})

test('the first failure is thrown after what was begun has ended; nothing is begun after it', async () => {
  const begun: number[] = []
  const ended: number[] = []
  const run = async ({ n }: { n: number }) => {
    begun.push(n)
    await sleep(1)
    ended.push(n)
    if (n === 12) throw new Error('twelve')
  }
  await expect(inOrder(items, { width: 4, keyOf: item => item.member, run })).rejects.toThrow('twelve')
  expect(ended.length).toBe(begun.length)
  expect(begun.length).toBeLessThan(20)
})
