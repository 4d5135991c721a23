/** Requests to one route: some as the contract wants them, most of them bent, some not even requests of ours. */
import { api, type Route } from '@huitou/shared/api'
import type { Endpoint } from '@huitou/shared/endpoint'
import fc from 'fast-check'
import { asJson, lineOf, type RawRequest } from './raw-request.js'
import { broken, brokenBodies, type Known, NASTY, valuesOf } from './schema-values.js'

type Parts = { params?: unknown; query?: unknown; body?: unknown }

/** Requests to a route without the header that says who sends them; `meant` are whole ones that should succeed. */
export function requestsTo(route: Route, known: Known, meant: readonly Parts[] = []): fc.Arbitrary<RawRequest> {
  const wellFormed = partsOf(route, known)
  const bent = wellFormed.chain(parts => {
    const names = Object.keys(parts) as (keyof Parts)[]
    if (names.length === 0) return fc.constant(parts)
    return fc.constantFrom(...names).chain(name => broken(parts[name]).map(value => ({ ...parts, [name]: value })))
  })
  const written = fc.oneof({ weight: 2, arbitrary: wellFormed }, { weight: 3, arbitrary: bent })
  return fc.oneof(
    { weight: 8, arbitrary: written.map(parts => writtenOut(route, parts)) },
    { weight: 1, arbitrary: fc.tuple(wellFormed, rawQuery).map(([parts, query]) => withQuery(route, parts, query)) },
    { weight: 1, arbitrary: fc.tuple(wellFormed, rawBody).map(([parts, body]) => withBody(route, parts, body)) },
    { weight: 1, arbitrary: rawPath(route) },
    ...(meant.length > 0
      ? [{ weight: 3, arbitrary: fc.constantFrom(...meant).map(parts => writtenOut(route, parts)) }]
      : []),
  )
}

function partsOf(route: Route, known: Known): fc.Arbitrary<Parts> {
  const endpoint = api[route] as Endpoint
  const schemas = (['params', 'query', 'body'] as const).flatMap(name => {
    const schema = endpoint[name]
    return schema ? [[name, valuesOf(schema, known)] as const] : []
  })
  return fc.record(Object.fromEntries(schemas))
}

function writtenOut(route: Route, { params, query, body }: Parts): RawRequest {
  const { method, path } = lineOf(route, textsOf(params))
  const pairs = Object.entries(asRecord(query)).map(([name, value]) => `${escaped(name)}=${escaped(asText(value))}`)
  return {
    method,
    path: pairs.length > 0 ? `${path}?${pairs.join('&')}` : path,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: asJson }),
  }
}

function withQuery(route: Route, parts: Parts, query: string): RawRequest {
  const request = writtenOut(route, { ...parts, query: undefined })
  return { ...request, path: `${request.path}?${query}` }
}

function withBody(route: Route, parts: Parts, raw: Partial<RawRequest>): RawRequest {
  return { ...writtenOut(route, { ...parts, body: undefined }), ...raw }
}

/** Doubled names, brackets, broken escapes, prototype keys: what a query string may be besides a record. */
const rawQuery = fc.constantFrom(
  'cursor=1&cursor=2',
  'limit=1&limit=2&search=a&search=b',
  'search[]=a&search[b]=c',
  'limit[$gt]=1',
  'paidFen=100&paidFen=200',
  'paidFen=1e309',
  'paidFen=',
  'after=0&after=1&waitSeconds=0',
  'after=9007199254740993&waitSeconds=0',
  'cursor=NaN',
  'cursor=abc',
  'cursor=-1',
  'cursor=1e400',
  'cursor=0x10',
  'cursor=99999999999999999999',
  'cursor=%00',
  'cursor=1%27%20OR%201=1',
  'search=%ff%fe',
  'search=%',
  'search=%ED%A0%80',
  'month=2026-02&filter=EARN&limit=100',
  'month=0000-01',
  'month=9999-12',
  '__proto__=1&constructor=2&toString=3',
  '&&&==&=',
  'x'.repeat(8_000),
)

const rawBody: fc.Arbitrary<Partial<RawRequest>> = fc.oneof(
  fc.constantFrom(...brokenBodies).map(body => ({ body, headers: asJson })),
  fc
    .constantFrom(
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'application/jsonx',
      ';',
      'a',
    )
    .map(type => ({
      body: '{}',
      headers: { 'content-type': type },
    })),
  fc.constant({ body: '{}', headers: { 'content-type': 'application/json; charset=utf-16' } }),
  fc.constant({ body: '{}' }),
)

/** Paths whose parameters are no text of ours, some of which cannot even be read. */
function rawPath(route: Route): fc.Arbitrary<RawRequest> {
  const { method, path } = lineOf(route, {})
  const pieces = [
    '%ff',
    '%',
    '%zz',
    '%00',
    '..',
    '%2e%2e%2f',
    '%2F',
    'x'.repeat(129),
    'x'.repeat(6_000),
    '%ED%A0%80',
    '*',
    ':id',
    '__proto__',
  ]
  const put = (piece: string) => path.replace(/\/(?=\/|$)/g, `/${piece}`)
  return fc.constantFrom(...pieces).map(piece => ({ method, path: put(piece) }))
}

/** A parameter of a path is at least a character: without one it is another route. */
function textsOf(params: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(asRecord(params)).map(([name, value]) => [name, wellFormed(asText(value)).slice(0, 2_000) || '-']),
  )
}

/** Halves of characters become the sign for them, as in any address a browser writes. */
const wellFormed = (text: string): string => Buffer.from(text).toString()
const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : { value }
const asText = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined'))
const escaped = (text: string): string => encodeURIComponent(wellFormed(text)).slice(0, 6_000)

/** Headers beside the session that proxies, scanners and clients of others send. */
export const oddHeaders: fc.Arbitrary<Record<string, string>> = fc.record(
  {
    'accept-language': fc.constantFrom('en', 'EN-us', 'zz', 'zh-CN;q=0.9', '*', 'x'.repeat(2_000)),
    'x-request-id': fc.constantFrom('', 'short', 'a b', '../..', 'x'.repeat(500), '<script>', 'till-0001-retry'),
    accept: fc.constantFrom('text/html', 'application/xml', 'nothing'),
    'content-encoding': fc.constantFrom('gzip', 'br', 'identity'),
    'x-forwarded-for': fc.constantFrom('127.0.0.1', 'not an address', '1.1.1.1, 2.2.2.2'),
    'if-none-match': fc.constantFrom('*', '"x"'),
    range: fc.constant('bytes=0-1'),
  },
  { requiredKeys: [] },
)

export const nastyTokens: readonly string[] = NASTY.filter(
  (value): value is string => typeof value === 'string' && /^[\x20-\x7e]*$/.test(value) && value.length < 4_000,
)
