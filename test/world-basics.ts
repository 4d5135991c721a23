/** The small things every test world is made of: a clock to hold, refusals over HTTP, phones and keys nobody owns. */
import { createHash } from 'node:crypto'
import { api, type Route } from '@huitou/shared/api'
import { type Call, clientOver } from '@huitou/shared/client'
import type { Endpoint } from '@huitou/shared/endpoint'
import type { RefusalBody } from '@huitou/shared/refusals'
import { createConnection } from 'mysql2/promise'
import type { Logger } from 'pino'
import { Clock } from '../server/src/clock.js'
import { authorizationOf, newNonce, type TillKey } from './simulators/pos/signer.js'

/** Stands still until it is moved. Half past twelve in Shanghai, a Monday. */
export class HeldClock extends Clock {
  private at = new Date('2026-11-23T04:30:00.000Z')

  override now(): Date {
    return new Date(this.at)
  }

  set(at: string | Date): void {
    this.at = new Date(at)
  }

  advance(ms: number): void {
    this.at = new Date(this.at.getTime() + ms)
  }
}

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const DAY = 24 * 60 * MINUTE

/** A refusal as it came over HTTP. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly body: RefusalBody,
    readonly headers: Headers,
  ) {
    super(`${status} ${body.code}`)
  }
}

/** The code of a refusal, or a failure when the promise is kept. */
export async function refusalOf(promise: Promise<unknown>): Promise<RefusalBody['code']> {
  try {
    await promise
  } catch (error) {
    if (error instanceof Refused) return error.body.code
    if (error instanceof Error && 'code' in error) return error.code as RefusalBody['code']
    throw error
  }
  throw new Error('expected a refusal')
}

let phones = 0
/** A mainland number nobody has: the 100 range is not given out. */
export function newPhone(): string {
  phones += 1
  return `100${String(process.pid % 1000).padStart(3, '0')}${String(phones).padStart(5, '0')}`
}

/** The same keys in every run; they protect nothing. */
export function testKeys(): Record<string, string> {
  const names = ['SESSION', 'CODE', 'PHONE', 'PHONE_LOOKUP', 'TOTP', 'TOKEN']
  return Object.fromEntries(
    names.map(name => [`HUITOU_${name}_KEY`, createHash('sha256').update(name).digest('base64')]),
  )
}

/** A typed client of the server at this address; throws `Refused` for refusals, and when an answer is not as promised. */
export function callerOf(url: string, token?: string, headers: Record<string, string> = {}): Call {
  return callerWith(url, () => ({ ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers }))
}

interface Sent {
  method: string
  path: string
  text: string | undefined
}

function callerWith(url: string, headersOf: (sent: Sent) => Record<string, string>): Call {
  const call = clientOver(async ({ method, path, body }) => {
    const text = body === undefined ? undefined : JSON.stringify(body)
    const answer = await fetch(`${url}/api${path}`, {
      method,
      headers: {
        ...(text === undefined ? {} : { 'content-type': 'application/json' }),
        ...headersOf({ method, path, text }),
      },
      body: text ?? null,
    })
    const reply = answer.headers.get('content-type')?.includes('json')
      ? await answer.json()
      : await answer.arrayBuffer()
    if (!answer.ok) throw new Refused(answer.status, reply as RefusalBody, answer.headers)
    return reply
  })
  return (async (route: Route, ...request: never[]) => {
    const reply = await call(route, ...(request as []))
    const { response } = api[route] as Endpoint
    return response ? response.parse(reply) : reply
  }) as Call
}

/** A typed client that signs every request, as the tills' routes about money ask for. */
export function signedCallerOf(url: string, till: TillKey, now: () => Date): Call {
  return callerWith(url, ({ method, path, text }) => {
    const time = Math.floor(now().getTime() / 1000)
    const signed = { method, path: `/api${path}`, body: text ?? '', time, nonce: newNonce() }
    return { authorization: authorizationOf(till, signed) }
  })
}

/** Drops the database an administrator's URL names. */
export async function dropDatabase(url: string): Promise<void> {
  const connection = await createConnection({ uri: url })
  try {
    await connection.query(`DROP DATABASE IF EXISTS \`${new URL(url).pathname.slice(1)}\``)
  } finally {
    await connection.end()
  }
}

/** Where tests find a database server. */
export function testDatabase(): string {
  const url = process.env.TEST_DATABASE_URL
  if (!url) throw new Error('TEST_DATABASE_URL is not set: run the tests with `npm test`.')
  return url
}

/** Somebody signed in through WeChat. */
export interface Person {
  openid: string
  call: Call
  token: string
  refreshToken: string
}

export interface TestOperator {
  id: number
  username: string
  password: string
  call: Call
  token: string
}

export interface TestMember extends Person {
  id: number
  memberNo: string
}

/** What a test's world is to be like. */
export interface WorldOptions {
  /** The world's own database server, for tests that kill or starve one. */
  adminUrl?: string
  environment?: Record<string, string>
  /** The machine's clock instead of a held one. */
  liveClock?: boolean
  /** WeChat Pay beside WeChat: a merchant, and the simulator that pays. Notifications wait for `control.deliver`. */
  pay?: boolean
  /** Where the server writes its log; nowhere unless given. */
  log?: Logger
  /** The server signs in as this user of the database, who is given the rights of the runtime and no others. */
  runtimeUser?: { name: string; password: string }
}
