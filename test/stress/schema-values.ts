/** Values of every shape the contract takes: made from its zod schemas, and bent out of shape on purpose. */
import fc from 'fast-check'
import { z } from 'zod'

type JsonSchema = z.core.JSONSchema.JSONSchema

/** Things that exist in the world under test, by the name of the field they go into. */
export type Known = Record<string, readonly unknown[]>

/** Values that parse (nearly always): half of them of the shape alone, half of them things that exist. */
export function valuesOf(schema: z.ZodType, known: Known): fc.Arbitrary<unknown> {
  const json = z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }) as JsonSchema
  return arbitrary(json, known)
}

function arbitrary(schema: JsonSchema, known: Known, name = ''): fc.Arbitrary<unknown> {
  const made = shaped(schema, known, name)
  const there = Object.hasOwn(known, name) ? known[name] : undefined
  return there?.length ? fc.oneof(made, fc.constantFrom(...there)) : made
}

function shaped(schema: JsonSchema, known: Known, name: string): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...(schema.enum as string[]))
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(one => arbitrary(one as JsonSchema, known, name)))
  switch (schema.type) {
    case 'object':
      return record(schema, known)
    case 'array': {
      const { minItems: minLength = 0, maxItems = 5 } = schema
      const item = arbitrary(schema.items as JsonSchema, known, name)
      return fc.array(item, { minLength, maxLength: Math.max(minLength, Math.min(maxItems, 5)) })
    }
    case 'string':
      return text(schema)
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -100, max: Math.min(schema.maximum ?? 1_000_000, 1_000_000) })
    case 'number':
      return fc.oneof(fc.integer({ min: 1, max: 200_000 }), fc.double({ noNaN: true, noDefaultInfinity: true }))
    case 'boolean':
      return fc.boolean()
    default:
      return fc.constant(null)
  }
}

function record(schema: JsonSchema, known: Known): fc.Arbitrary<unknown> {
  const fields = Object.entries(schema.properties ?? {}) as [string, JsonSchema][]
  const model = Object.fromEntries(fields.map(([name, field]) => [name, arbitrary(field, known, name)]))
  return fc.record(model, { requiredKeys: schema.required ?? [] })
}

function text(schema: JsonSchema): fc.Arbitrary<unknown> {
  if (schema.format === 'date-time') {
    const at = fc.date({ min: new Date('2026-10-01'), max: new Date('2026-12-31'), noInvalidDate: true })
    return at.map(date => date.toISOString())
  }
  if (schema.pattern) return fc.stringMatching(new RegExp(schema.pattern))
  const minLength = schema.minLength ?? 0
  const maxLength = Math.max(minLength, Math.min(schema.maxLength ?? 80, 80))
  // Whole characters, so that most of them pass; halves of characters are among the broken values.
  return fc.oneof(
    fc.string({ minLength, maxLength }),
    fc.string({ unit: 'binary', minLength, maxLength: Math.max(minLength, Math.floor(maxLength / 2)) }),
  )
}

/** What people, scanners, proxies and attackers put where a value belongs. */
export const NASTY: readonly unknown[] = [
  null,
  true,
  '',
  ' ',
  0,
  -0,
  -1,
  0.1,
  1e21,
  2 ** 53,
  'NaN',
  'Infinity',
  '1e309',
  '0x1F',
  '-1',
  '9'.repeat(40),
  '9007199254740993',
  'A'.repeat(33),
  'x'.repeat(20_000),
  '\u0000',
  'a\u0000b',
  '\ud83d',
  '\udc00\ud800',
  '\u202e回头\u200b',
  '👩‍👩‍👧‍👦'.repeat(10),
  '𝟙𝟚𝟛𝟜𝟝𝟞',
  '１２３４',
  "' OR 1=1 -- ",
  '%_\\',
  '{{7*7}}',
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '2026-02-30T00:00:00.000Z',
  '+275760-09-13T00:00:00.001Z',
  '2026-13',
  '9999-12',
  '0000-01',
  'constructor',
  '__proto__',
  'toString',
  [],
  {},
  [[]],
  ['a', 'b'],
  { length: 3 },
  { toString: 'x' },
]

const nasty = fc.constantFrom(...NASTY)

/** A record with one or two of its fields replaced, removed or joined by strangers. */
export function broken(value: unknown): fc.Arbitrary<unknown> {
  if (typeof value !== 'object' || value === null) return nasty
  const names = [...Object.keys(value), 'extra', 'constructor', 'length']
  const change = fc.tuple(fc.constantFrom(...names), fc.oneof(nasty, fc.constant(undefined)))
  return fc.array(change, { minLength: 1, maxLength: 2 }).map(changes => {
    const bent: Record<string, unknown> = { ...value }
    for (const [name, to] of changes) bent[name] = to
    return bent
  })
}

/** Bodies that are no record of ours at all, as the bytes that arrive. */
export const brokenBodies: readonly (string | Buffer)[] = [
  '',
  ' ',
  'null',
  'true',
  '0',
  '-0',
  '"text"',
  '[]',
  '[{}]',
  '{}',
  '{',
  '{"a":1,}',
  "{'a':1}",
  '{"a":NaN}',
  '{"paidFen":1e309,"amountFen":1e309}',
  '{"__proto__":{"admin":true}}',
  '{"constructor":{"prototype":{"admin":true}}}',
  `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
  '['.repeat(20_000),
  `{"requestId":"${'\\u0000'.repeat(2_000)}"}`,
  '\ufeff{}',
  Buffer.from([0xff, 0xfe, 0x00, 0x7b]),
  Buffer.from('{"name":"\xff\xfe"}', 'latin1'),
  'a=1&b=2',
  '<?xml version="1.0"?><a/>',
]
