import { type Api, api, type Route } from '@huitou/shared/api'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { z } from 'zod'
import { keeperOf } from '../server/src/replies.js'
import { valuesOf } from './stress/schema-values.js'

const answers = Object.keys(api).flatMap(key => {
  const { response } = api[key as Route] as Api[Route] & { response?: z.ZodType }
  return response ? [[key, response] as const] : []
})

/** The same value with a secret put into every record of it. */
function withSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSecrets)
  if (typeof value !== 'object' || value === null) return value
  return {
    ...Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withSecrets(inner)])),
    phoneCipher: 'secret',
  }
}

test.each(answers)('what %s answers keeps what is promised, whole, and no secret put among it', (_, schema) => {
  const keep = keeperOf(schema)
  fc.assert(
    fc.property(valuesOf(schema, {}), value => {
      const promised = schema.safeParse(value)
      if (!promised.success) return
      expect(JSON.stringify(keep(withSecrets(value)))).toBe(JSON.stringify(promised.data))
    }),
    { numRuns: 15 },
  )
})

describe('an answer that is not what was promised', () => {
  test('fails where a list is missing', () => {
    expect(() => keeperOf(z.object({ items: z.array(z.string()) }))({})).toThrow(TypeError)
  })

  test('fails where fields are missing altogether', () => {
    expect(() => keeperOf(z.object({ member: z.object({ id: z.string() }) }))({ member: 'ana' })).toThrow(TypeError)
  })

  test('fails where it is none of the kinds it may be', () => {
    const either = z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('A') }),
      z.object({ kind: z.literal('B') }),
    ])
    expect(() => keeperOf(either)({ kind: 'C' })).toThrow()
  })
})

test('nothing is kept as nothing', () => {
  const keep = keeperOf(z.object({ note: z.object({ text: z.string() }).nullable(), more: z.string().optional() }))
  expect(keep({ note: null, other: 1 })).toEqual({ note: null })
})
