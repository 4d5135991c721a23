/** The two sides of a push: is it WeChat's, and what does it say. No events are known here. */
import { createCipheriv, createDecipheriv, createHash, timingSafeEqual } from 'node:crypto'
import { parseWechatJson } from './wechat.transport.js'
import { parseWechatXml } from './wechat.xml.js'

/** The address's settings in WeChat's console. With a key only encrypted pushes are taken. */
export type PushKeys = { appId: string; token: string; aesKey: Buffer | null }
/** The parameters of a push's address, none of them trusted. */
export type PushQuery = Readonly<Record<string, unknown>>

/** A push that is not WeChat's, or not for this app. The message is a phrase of ours. */
export class PushRefused extends Error {}

/** How far a push's own second may be from ours: a plain signature could otherwise be used for ever. */
const maxSkewSeconds = 600
const blockBytes = 32
const randomBytes = 16

/** Whether the address is ours: WeChat's question when it is entered. Answers what to echo; throws `PushRefused`. */
export function openEcho(keys: PushKeys, query: PushQuery, now: Date): string {
  checkSignature(keys.token, { query, name: 'signature', more: [] })
  checkFresh(query, now)
  const { echostr } = query
  if (typeof echostr !== 'string' || echostr.length > 256) throw new PushRefused('no echo')
  return echostr
}

/**
 * The message of a push, whatever its mode and format: the fields of its JSON or XML, 64-bit ids as text. Throws
 * `PushRefused` for a wrong signature, key or app, and for what is not readable.
 */
export function openPush(keys: PushKeys, push: { query: PushQuery; body: Buffer }, now: Date): Record<string, unknown> {
  const { query, body } = push
  checkFresh(query, now)
  if (keys.aesKey === null) {
    checkSignature(keys.token, { query, name: 'signature', more: [] })
    return fieldsOf(body.toString('utf8'))
  }
  if (query.encrypt_type !== 'aes') throw new PushRefused('not encrypted')
  const { Encrypt: encrypted } = fieldsOf(body.toString('utf8'))
  if (typeof encrypted !== 'string') throw new PushRefused('not encrypted')
  checkSignature(keys.token, { query, name: 'msg_signature', more: [encrypted] })
  return fieldsOf(decryptPush(encrypted, { appId: keys.appId, aesKey: keys.aesKey }))
}

/** SHA-1 over the sorted parts. */
export function pushSignature(...parts: string[]): string {
  return createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex')
}

/** The text inside: 16 random bytes, its length, itself, the app id. WeChat pads to 32, which Node's own padding does not know. */
export function decryptPush(encrypted: string, keys: { appId: string; aesKey: Buffer }): string {
  const sealed = Buffer.from(encrypted, 'base64')
  if (sealed.length === 0 || sealed.length % 16 !== 0) throw new PushRefused('not readable')
  const cipher = createDecipheriv('aes-256-cbc', keys.aesKey, keys.aesKey.subarray(0, 16)).setAutoPadding(false)
  const padded = Buffer.concat([cipher.update(sealed), cipher.final()])
  const padding = padded.at(-1) ?? 0
  const plain = padded.subarray(randomBytes, padded.length - padding)
  if (padding < 1 || padding > blockBytes || plain.length < 4) throw new PushRefused('not readable')
  const length = plain.readUInt32BE(0)
  const text = plain.subarray(4, 4 + length)
  if (text.length !== length) throw new PushRefused('not readable')
  if (plain.subarray(4 + length).toString('utf8') !== keys.appId) throw new PushRefused('of another app')
  return text.toString('utf8')
}

/** A reply in safe mode. `random` are 16 bytes. */
export function encryptReply(text: string, keys: { appId: string; aesKey: Buffer; random: Buffer }): string {
  const message = Buffer.from(text)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(message.length)
  const plain = Buffer.concat([keys.random, length, message, Buffer.from(keys.appId)])
  const padding = blockBytes - (plain.length % blockBytes)
  const cipher = createCipheriv('aes-256-cbc', keys.aesKey, keys.aesKey.subarray(0, 16)).setAutoPadding(false)
  return Buffer.concat([
    cipher.update(Buffer.concat([plain, Buffer.alloc(padding, padding)])),
    cipher.final(),
  ]).toString('base64')
}

type Claimed = { query: PushQuery; name: 'signature' | 'msg_signature'; more: string[] }

function checkSignature(token: string, { query, name, more }: Claimed): void {
  const { timestamp, nonce } = query
  const claimed = query[name]
  if (typeof timestamp !== 'string' || typeof nonce !== 'string' || typeof claimed !== 'string') {
    throw new PushRefused('not signed')
  }
  const expected = Buffer.from(pushSignature(token, timestamp, nonce, ...more))
  const given = Buffer.from(claimed)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new PushRefused('wrong signature')
}

function checkFresh({ timestamp }: PushQuery, now: Date): void {
  const seconds = typeof timestamp === 'string' && /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : Number.NaN
  if (!(Math.abs(now.getTime() / 1000 - seconds) <= maxSkewSeconds)) throw new PushRefused('too old')
}

function fieldsOf(text: string): Record<string, unknown> {
  try {
    if (text.trimStart().startsWith('<')) return parseWechatXml(text.trim())
    const parsed = parseWechatJson(text)
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return { ...parsed }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new PushRefused('not readable')
}
