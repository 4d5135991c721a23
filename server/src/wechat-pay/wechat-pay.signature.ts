import { createDecipheriv, type KeyObject, verify } from 'node:crypto'

/** The header fields a signature of WeChat Pay comes in, each as it was sent. */
export type SignatureHeaders = {
  timestamp: string | undefined
  nonce: string | undefined
  serial: string | undefined
  signature: string | undefined
}

/** What may be wrong with a signature; `serial` is one we hold no key for. */
export type SignatureProblem = 'missing' | 'probe' | 'expired' | 'serial' | 'wrong'

const maxSkewMs = 5 * 60_000
/** WeChat probes whether merchants check: such a signature must be refused, and the right one follows. */
const probe = 'WECHATPAY/SIGNTEST/'
const base64 = /^[A-Za-z0-9+/]{8,1024}={0,2}$/

/** Reads the fields from headers, whatever they are made of. */
export function signatureHeadersOf(read: (name: string) => string | null | undefined): SignatureHeaders {
  const field = (name: string) => read(`wechatpay-${name}`) ?? undefined
  return {
    timestamp: field('timestamp'),
    nonce: field('nonce'),
    serial: field('serial'),
    signature: field('signature'),
  }
}

/**
 * The first thing wrong with a signature over these bytes, or null. `keyOf` is asked once and only when all else is
 * plausible; a fresh time is part of what is signed, so an old message stays old.
 */
export function signatureProblem(
  headers: SignatureHeaders,
  body: Buffer,
  { now, keyOf }: { now: Date; keyOf: (serial: string) => KeyObject | undefined },
): SignatureProblem | null {
  const { timestamp, nonce, serial, signature } = headers
  if (!timestamp || !nonce || !serial || !signature) return 'missing'
  if (signature.startsWith(probe)) return 'probe'
  if (!/^\d{10}$/.test(timestamp) || nonce.length > 128 || !base64.test(signature)) return 'wrong'
  if (Math.abs(now.getTime() - Number(timestamp) * 1000) > maxSkewMs) return 'expired'
  const key = keyOf(serial)
  if (!key) return 'serial'
  const message = Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), body, Buffer.from('\n')])
  return verify('sha256', message, key, Buffer.from(signature, 'base64')) ? null : 'wrong'
}

/** Something WeChat Pay has sealed with the APIv3 key. */
export type Sealed = { ciphertext: string; nonce: string; associatedData: string }

const tagBytes = 16

/**
 * AES-256-GCM: the last 16 bytes are the tag, and nothing comes out unless it fits all the rest, the associated data
 * included. Null for whatever does not. The key is a secret; the tag is compared by OpenSSL in constant time.
 */
export function unseal({ ciphertext, nonce, associatedData }: Sealed, key: KeyObject): Buffer | null {
  const sealed = Buffer.from(ciphertext, 'base64')
  if (sealed.length < tagBytes || Buffer.byteLength(nonce) !== 12) return null
  const at = sealed.length - tagBytes
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce), { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(associatedData))
  decipher.setAuthTag(sealed.subarray(at))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, at)), decipher.final()])
  } catch {
    return null
  }
}
