import { expect, test } from '@jest/globals'
import { judge, pauseMs } from './failures.rules.js'

const refused = (errcode: number) => ({ errcode, kind: 'REFUSED' as const, mayHaveArrived: false })
const silent = { errcode: null, kind: 'UNREACHABLE' as const, mayHaveArrived: true }

test.each([
  [43101, 'NEXT', 'NO_GRANT'],
  [40003, 'NEXT', 'BAD_RECIPIENT'],
  [43004, 'NEXT', 'NOT_FOLLOWING'],
  [40037, 'LOOK', 'TEMPLATE_GONE'],
  [47003, 'LOOK', 'BAD_DATA'],
  [45168, 'LOOK', 'BAD_WORD'],
  [45009, 'REST', 'QUOTA'],
  [40013, 'REST', 'MISCONFIGURED'],
  [45011, 'AGAIN', 'RATE'],
  [-1, 'AGAIN', 'PROVIDER_BUSY'],
  [42001, 'AGAIN', 'TOKEN'],
  [99999, 'LOOK', 'REFUSED'],
])('errcode %i is %s for %s', (errcode, what, reason) => {
  expect(judge(refused(errcode), false)).toMatchObject({ what, reason })
})

test('no answer may mean that it arrived: it is not sent again, unless the provider knows a repeat', () => {
  expect(judge(silent, false)).toEqual({ what: 'UNKNOWN', reason: 'NO_ANSWER' })
  expect(judge(silent, true)).toEqual({ what: 'AGAIN', reason: 'PROVIDER_DOWN' })
  expect(judge({ ...silent, mayHaveArrived: false }, false)).toEqual({ what: 'AGAIN', reason: 'PROVIDER_DOWN' })
})

test('a channel in trouble is left alone for longer each time, up to two minutes; for a spent quota ten', () => {
  expect([1, 2, 3, 6, 50].map(failures => pauseMs(failures, false))).toEqual([5_000, 10_000, 20_000, 120_000, 120_000])
  expect(pauseMs(1, true)).toBe(600_000)
})
