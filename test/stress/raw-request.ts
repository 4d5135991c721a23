/** Requests as they go over the wire, so that a test may send what no client of ours would. */
import http from 'node:http'
import { api, type Route } from '@huitou/shared/api'
import { type RefusalBody, refusals } from '@huitou/shared/refusals'
import { expect } from '@jest/globals'
import { authorizationOf, newNonce, type TillKey } from '../simulators/pos/signer.js'

export interface RawRequest {
  method: string
  /** Path below /api with its query, as bytes of a request line. */
  path: string
  headers?: http.OutgoingHttpHeaders
  body?: string | Buffer | undefined
}

export interface RawAnswer {
  status: number
  headers: http.IncomingHttpHeaders
  bytes: Buffer
  text: string
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 8 })

/** Sends one request to a server and reads its whole answer. */
export function sendRaw(url: string, { method, path, headers = {}, body }: RawRequest): Promise<RawAnswer> {
  const { hostname, port } = new URL(url)
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
  return new Promise((resolve, reject) => {
    const options = { agent, hostname, port, method, path: `/api${path}`, headers: { ...length, ...headers } }
    const request = http.request(options, answer => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('error', reject)
      answer.on('end', () => {
        const bytes = Buffer.concat(chunks)
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, bytes, text: bytes.toString('utf8') })
      })
    })
    request.on('error', reject)
    request.end(body)
  })
}

/** Closes the kept connections, so that a server can stop. */
export const closeRaw = (): void => agent.destroy()

/** The method and path of a route with its parameters filled in. */
export function lineOf(route: Route, params: Record<string, string> = {}): { method: string; path: string } {
  const [method = '', pattern = ''] = route.split(' ')
  return { method, path: pattern.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? '')) }
}

export const bearer = (token: string | undefined) => (token === undefined ? {} : { authorization: `Bearer ${token}` })
/** What lets a till in: a signature where the route asks for one, its key elsewhere. */
export function admissionOf(
  route: Route,
  { token, till }: { token: string | undefined; till?: TillKey | undefined },
  { method, path, body = '', now }: Pick<RawRequest, 'method' | 'path' | 'body'> & { now: Date },
): http.OutgoingHttpHeaders {
  if (!till || !('signed' in api[route])) return bearer(token)
  const time = Math.floor(now.getTime() / 1000)
  const signed = { method, path: `/api${path}`, body: body.toString(), time, nonce: newNonce() }
  return { authorization: authorizationOf(till, signed) }
}

export const asJson = { 'content-type': 'application/json' }

/** A trace, a statement or a driver's error code that got out. */
const INSIDES =
  /node_modules|\bat \S+ \(|\.[jt]s:\d+|\bER_[A-Z]|SELECT .+ FROM|INSERT INTO|UPDATE \w+ SET|QueryFailed|sqlMessage/

/** The refusal in an answer, after checking that it is one of ours, whole, and tells nothing of our insides. */
export function refusalIn(answer: RawAnswer): RefusalBody {
  expect(answer.headers['content-type']).toMatch(/^application\/json/)
  const body = JSON.parse(answer.text) as RefusalBody
  expect(Object.keys(refusals)).toContain(body.code)
  expect(refusals[body.code][0]).toBe(answer.status)
  expect(Object.keys(body).filter(key => !['code', 'message', 'requestId', 'data'].includes(key))).toEqual([])
  expect(body.message).not.toBe('')
  expect(body.requestId).toBe(answer.headers['x-request-id'])
  expect(answer.text).not.toMatch(INSIDES)
  return body
}

/** Checks that an answer keeps the promise of its route: exactly what the schema names, or the file it says. */
export function keepsPromise(route: Route, answer: RawAnswer): void {
  const endpoint = api[route]
  if ('binary' in endpoint) {
    expect(String(answer.headers['content-type']).split(';')[0]).toBe(endpoint.binary)
    if (endpoint.binary === 'application/pdf') expect(answer.bytes.subarray(0, 5).toString()).toBe('%PDF-')
    return
  }
  const reply: unknown = JSON.parse(answer.text)
  expect(endpoint.response.parse(reply)).toEqual(reply)
}
