/** Answers keep what the contract promises and nothing else. Made once a schema, because every answer passes here. */
import { z } from 'zod'

type Keep = (value: unknown) => unknown

const same: Keep = value => value
const made = new WeakMap<z.ZodType, Keep>()

/**
 * A function that copies what `schema` names and drops the rest. It trusts the types of what it copies: the compiler has
 * seen them, and the tests parse every answer with the schema itself. Where a schema does more than name fields (unions,
 * transforms, checks across fields), that schema parses, and throws when the answer is not what it says.
 */
export function keeperOf(schema: z.ZodType): Keep {
  const known = made.get(schema)
  if (known) return known
  const keep = make(schema)
  made.set(schema, keep)
  return keep
}

function make(schema: z.ZodType): Keep {
  if (schema instanceof z.ZodObject) return ofObject(schema)
  if (schema instanceof z.ZodArray) return ofArray(schema)
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) {
    const keep = keeperOf(schema.unwrap() as z.ZodType)
    return keep === same ? same : value => (value === null || value === undefined ? value : keep(value))
  }
  return PLAIN.some(kind => schema instanceof kind) ? same : value => schema.parse(value)
}

const PLAIN = [z.ZodString, z.ZodStringFormat, z.ZodNumber, z.ZodBoolean, z.ZodLiteral, z.ZodEnum]

function ofArray(schema: z.ZodArray): Keep {
  const keep = keeperOf(schema.element as z.ZodType)
  return value => {
    if (!Array.isArray(value)) throw new TypeError('an answer that should be a list is none')
    return keep === same ? value : value.map(keep)
  }
}

function ofObject(schema: z.ZodObject): Keep {
  // Loose objects are more than a list of fields. Strict ones are no more than that, and those with checks keep them.
  const loose = schema.def.catchall && !(schema.def.catchall instanceof z.ZodNever)
  if (loose) return value => schema.parse(value)
  const keep = ofFields(schema)
  return schema.def.checks?.length ? value => schema.parse(keep(value)) : keep
}

function ofFields(schema: z.ZodObject): Keep {
  const fields = Object.entries(schema.shape).map(([name, field]) => [name, keeperOf(field as z.ZodType)] as const)
  return value => {
    if (typeof value !== 'object' || value === null) throw new TypeError('an answer that should have fields has none')
    const kept: Record<string, unknown> = {}
    for (const [name, keep] of fields) kept[name] = keep((value as Record<string, unknown>)[name])
    return kept
  }
}
