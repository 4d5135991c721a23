/**
 * How a till signs, written from the documentation alone: the server's own code is not asked, so that a mistake there shows.
 * HMAC-SHA256, keyed with the till's key, over five lines: method, path with query, Unix seconds, nonce, and the SHA-256 of
 * the body's bytes in hex.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto'

export interface TillKey {
  /** As the console shows it beside the key. */
  id: string
  key: string
}

export interface ToSign {
  method: string
  /** Below the host, with its query. */
  path: string
  /** As it will be sent; empty where there is none. */
  body: string
  /** Unix seconds by the till's own clock. */
  time: number
  /** 16 to 64 letters, digits, "-" and "_", never used before. */
  nonce: string
}

/** The Authorization header of a request. */
export function authorizationOf({ id, key }: TillKey, { method, path, body, time, nonce }: ToSign): string {
  const bodyHash = createHash('sha256').update(Buffer.from(body, 'utf8')).digest('hex')
  const text = `${method}\n${path}\n${time}\n${nonce}\n${bodyHash}`
  const signature = createHmac('sha256', key).update(text, 'utf8').digest('hex')
  return `HUITOU-HMAC-SHA256 key=${id}, time=${time}, nonce=${nonce}, signature=${signature}`
}

export const newNonce = (): string => randomBytes(18).toString('base64url')
