/** The OpenAPI 3.1 document, made from the contract: nobody writes it by hand, so it cannot be out of date. */
import { readFileSync } from 'node:fs'
import * as adjustments from '@huitou/shared/adjustments'
import { api } from '@huitou/shared/api'
import * as basics from '@huitou/shared/basics'
import * as checkouts from '@huitou/shared/checkouts'
import * as couponDesk from '@huitou/shared/coupon-desk'
import * as coupons from '@huitou/shared/coupons'
import * as donations from '@huitou/shared/donations'
import * as draws from '@huitou/shared/draws'
import * as earningSettings from '@huitou/shared/earning-settings'
import type { Audience, Endpoint } from '@huitou/shared/endpoint'
import * as entries from '@huitou/shared/entries'
import * as images from '@huitou/shared/images'
import * as mall from '@huitou/shared/mall'
import * as members from '@huitou/shared/members'
import * as messageDesk from '@huitou/shared/message-desk'
import * as messages from '@huitou/shared/messages'
import * as monthStatements from '@huitou/shared/month-statements'
import * as offline from '@huitou/shared/offline'
import * as operators from '@huitou/shared/operators'
import * as payments from '@huitou/shared/payments'
import * as pledges from '@huitou/shared/pledges'
import * as purchases from '@huitou/shared/purchases'
import { type RefusalCode, refusals } from '@huitou/shared/refusals'
import * as rewardDesk from '@huitou/shared/reward-desk'
import * as ruleDesk from '@huitou/shared/rule-desk'
import * as rules from '@huitou/shared/rules'
import * as sessions from '@huitou/shared/sessions'
import * as shifts from '@huitou/shared/shifts'
import * as shipments from '@huitou/shared/shipments'
import * as simulations from '@huitou/shared/simulations'
import * as stores from '@huitou/shared/stores'
import * as tiers from '@huitou/shared/tiers'
import * as tillCheckouts from '@huitou/shared/till-checkouts'
import * as verifications from '@huitou/shared/verifications'
import * as worstOrders from '@huitou/shared/worst-orders'
import { z } from 'zod'

export type Json = { [key: string]: Json } | Json[] | string | number | boolean | null
export type Schema = { [key: string]: Json }

export interface Operation {
  operationId: string
  summary: string
  tags: string[]
  security: Record<string, string[]>[]
  parameters: { name: string; in: 'path' | 'query'; required: boolean; schema: Schema }[]
  requestBody?: { required: true; content: Record<string, { schema: Schema }> }
  responses: Record<string, Json>
}

export interface OpenApi {
  openapi: '3.1.1'
  info: { title: string; version: string; description: string }
  servers: { url: string }[]
  tags: { name: Audience; description: string }[]
  paths: Record<string, Record<string, Operation>>
  components: {
    schemas: Record<string, Schema>
    responses: Record<string, Json>
    securitySchemes: Record<string, Json>
  }
}

const AUDIENCES: Record<Audience, string> = {
  public: 'Anybody, signed in or not.',
  identity: 'A signed-in WeChat account, member or not. The access token of POST /sessions.',
  member: 'A member of the programme. The access token of POST /sessions, once the account has enrolled.',
  staff: 'Staff of a store. The access token of POST /sessions, once the account is bound to a staff invitation.',
  pos: [
    'A till. The key of its store, shown once when the key is made.',
    'Routes below /pos/v1 take signed requests only; the others take the key itself as well, unless it was made to sign only.',
    'Authorization: HUITOU-HMAC-SHA256 key=<id of the key>, time=<Unix seconds>, nonce=<16 to 64 of A-Z a-z 0-9 _ ->, signature=<hex>.',
    'The signature is HMAC-SHA256 by the key over five lines joined by line feeds: method, path with its query (from /api on), time,',
    'nonce, SHA-256 in hex of the body as it is sent (of nothing where there is none). Clocks may differ by five minutes; a nonce is',
    'good once, so every retry is signed anew, with the same idempotencyKey or refundNo in its body. Amounts are whole fen: an',
    'adapter turns yuan into fen as text, never as a fraction.',
  ].join(' '),
  console: 'An operator. The access token of POST /console/sessions.',
}

const DESCRIPTION = [
  'Points and fen are whole numbers. Instants are UTC, days are calendar days of the store. Ids are text.',
  'What causes a write carries a number of the caller (requestId, billNo, refundNo): sent again it gets the first answer,',
  'with other contents it is refused. Every refusal has a code, a sentence in the language of Accept-Language, and the',
  'request id to quote; what was refused with 503 may be sent again after the seconds of Retry-After.',
].join(' ')

/** The document for a server reached at `publicUrl`. */
export function openApi(publicUrl: string): OpenApi {
  const schemas: Record<string, Schema> = { Refusal: refusalSchema() }
  const paths: OpenApi['paths'] = {}
  for (const [key, endpoint] of Object.entries(api)) {
    const space = key.indexOf(' ')
    const at = key.slice(space + 1).replace(/:(\w+)/g, '{$1}')
    paths[at] = { ...paths[at], [key.slice(0, space).toLowerCase()]: operationOf(key, endpoint, schemas) }
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Huitou 回头', version: versionOfServer(), description: DESCRIPTION },
    servers: [{ url: `${publicUrl}/api` }],
    tags: Object.entries(AUDIENCES).map(([name, description]) => ({ name: name as Audience, description })),
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1))),
      responses: Object.fromEntries(STATUSES.map(status => [`Refused${status}`, refusedWith(status)])),
      securitySchemes: securitySchemes(),
    },
  }
}

function operationOf(key: string, endpoint: Endpoint, schemas: Record<string, Schema>): Operation {
  const { audience, summary, params, query, body, response, binary } = endpoint
  return {
    operationId: key
      .replace(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase())
      .replace(/^[A-Z]+/, verb => verb.toLowerCase()),
    summary,
    tags: [audience],
    security: audience === 'public' ? [] : [{ [audience]: [] }],
    parameters: [...parametersOf('path', params), ...parametersOf('query', query)],
    ...(body
      ? {
          requestBody: { required: true, content: { 'application/json': { schema: convert(body, 'input', schemas) } } },
        }
      : {}),
    responses: {
      200: {
        description: 'Done',
        content: binary
          ? { [binary]: {} }
          : response
            ? { 'application/json': { schema: convert(response, 'output', schemas) } }
            : {},
      },
      ...Object.fromEntries(
        statusesOf(endpoint).map(status => [status, { $ref: `#/components/responses/Refused${status}` }]),
      ),
    },
  }
}

function parametersOf(place: 'path' | 'query', schema: z.ZodType | undefined) {
  if (!schema) return []
  // What a query says is text; the output side tells the type it is read as.
  const { properties = {}, required = [] } = jsonSchemaOf(schema, 'output', z.registry<{ id: string }>())
  return Object.entries(properties as Record<string, Schema>).map(([name, of]) => ({
    name,
    in: place,
    required: (required as string[]).includes(name),
    schema: of,
  }))
}

const modules = {
  basics,
  sessions,
  members,
  stores,
  purchases,
  entries,
  operators,
  rules,
  ruleDesk,
  simulations,
  adjustments,
  checkouts,
  donations,
  draws,
  pledges,
  shipments,
  couponDesk,
  coupons,
  images,
  mall,
  rewardDesk,
  worstOrders,
  messageDesk,
  messages,
  monthStatements,
  payments,
  tiers,
  tillCheckouts,
  verifications,
  shifts,
  offline,
  earningSettings,
}
const NAMED = new Set(['object', 'union', 'enum', 'lazy'])
/** The shapes that get a name of their own in the document. Read and written forms of one shape may differ. */
const registries = { input: registry('input'), output: registry('output') }

function registry(io: 'input' | 'output') {
  const named = z.registry<{ id: string }>()
  for (const module of Object.values(modules)) {
    for (const [name, value] of Object.entries(module)) {
      if (!(value instanceof z.ZodType) || !NAMED.has(value.def.type)) continue
      named.add(value, { id: io === 'input' && !name.endsWith('Body') ? `${name}Input` : name })
    }
  }
  return named
}

/** JSON Schema of a zod schema; the named shapes in it go to `schemas`. */
function convert(schema: z.ZodType, io: 'input' | 'output', schemas: Record<string, Schema>): Schema {
  const { $defs, ...own } = jsonSchemaOf(schema, io, registries[io])
  for (const [name, named] of Object.entries(($defs ?? {}) as Record<string, Schema>)) {
    const { id: _, ...shape } = named
    schemas[name] = shape
  }
  return own
}

function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output', metadata: ReturnType<typeof registry>): Schema {
  const made = z.toJSONSchema(schema, {
    io,
    metadata,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => simplify(jsonSchema as Schema),
  })
  const { $schema: _, ...own } = JSON.parse(
    JSON.stringify(made).replaceAll('"#/$defs/', '"#/components/schemas/'),
  ) as Schema
  return own
}

/** Drops what is noise to a reader, or would forbid us to add a field one day. */
function simplify(schema: Schema): void {
  if (schema.additionalProperties === false) delete schema.additionalProperties
  if (schema.format) delete schema.pattern
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum
}

const STATUSES = [...new Set(Object.values(refusals).map(([status]) => status))].sort((a, b) => a - b)

/** Which refusals a route may give, as far as its shape tells. */
function statusesOf({ audience, params, query, body }: Endpoint): number[] {
  const heard = params || query || body
  const possible = new Set([
    429,
    500,
    503,
    ...(heard ? [400, 404, 409, 422] : []),
    ...(body ? [401, 403, 413, 415] : []),
    ...(audience === 'public' ? [] : [401, 403]),
  ])
  return STATUSES.filter(status => possible.has(status))
}

function refusalSchema(): Schema {
  return {
    type: 'object',
    description: 'What every refusal carries.',
    properties: {
      code: { type: 'string', description: 'Stable; programs decide by it.' },
      message: { type: 'string', description: 'A sentence for the person.' },
      requestId: { type: 'string', description: 'The number to quote.' },
      data: { type: 'object', description: 'What belongs to this code, such as the paths that are wrong.' },
    },
    required: ['code', 'message', 'requestId'],
  }
}

function refusedWith(status: number): Json {
  const codes = (Object.keys(refusals) as RefusalCode[]).filter(code => refusals[code][0] === status)
  const body: Schema = {
    allOf: [{ $ref: '#/components/schemas/Refusal' }, { type: 'object', properties: { code: { enum: codes } } }],
  }
  const examples = codes.map(code => [
    code,
    { summary: refusals[code][2], value: { code, message: refusals[code][1], requestId: 'b8RzQ0o2c1XyLw4t' } },
  ])
  const wait: Schema = { description: 'Seconds to wait', schema: { type: 'integer' } }
  return {
    description: `Refused: ${codes.join(', ')}`,
    ...(status === 503 ? { headers: { 'Retry-After': wait } } : {}),
    content: { 'application/json': { schema: body, examples: Object.fromEntries(examples) } },
  }
}

function securitySchemes(): Record<string, Json> {
  const schemes = Object.entries(AUDIENCES)
    .filter(([audience]) => audience !== 'public')
    .map(([audience, description]) => [audience, { type: 'http', scheme: 'bearer', description }])
  return Object.fromEntries(schemes)
}

function versionOfServer(): string {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
  return manifest.version
}
