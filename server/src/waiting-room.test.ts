import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { WaitingRoom } from './waiting-room.js'

const HOUR = 3_600_000
let current: Map<number, string>
let room: WaitingRoom
beforeEach(() => {
  current = new Map([[1, '7']])
  room = new WaitingRoom(async () => current)
})
afterEach(() => room.close())
/** Whether somebody who would wait an hour comes back within a few ticks. */
const comesBack = (waiting: Promise<void>) => Promise.race([waiting.then(() => true), sleep(1_500, false)])

test('whoever waits comes back when the subject changes, and not before', async () => {
  const waiting = room.wait({ subject: 1, after: '7' }, HOUR)
  expect(await comesBack(waiting)).toBe(false)
  current = new Map([[1, '8']])
  expect(await comesBack(waiting)).toBe(true)
})

test('a subject of which nothing is known is at 0', async () => {
  const waiting = room.wait({ subject: 2, after: '0' }, HOUR)
  expect(await comesBack(waiting)).toBe(false)
  current = new Map([[2, '1']])
  expect(await comesBack(waiting)).toBe(true)
})

test('a room that closes lets everybody go', async () => {
  const waiting = [1, 2, 3].map(() => room.wait({ subject: 1, after: '7' }, HOUR))
  room.close()
  expect(await comesBack(Promise.all(waiting).then(() => undefined))).toBe(true)
  expect(room.isClosing).toBe(true)
})
