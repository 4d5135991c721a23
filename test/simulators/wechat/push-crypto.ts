import { createCipheriv, createHash, randomBytes } from 'node:crypto'

/** The signature of a push: SHA-1 over the parts, sorted and joined. */
export function signatureOf(...parts: string[]): string {
  return createHash('sha1').update(parts.sort().join('')).digest('hex')
}

/** Safe mode: 16 random bytes, the length, the message and the app id, padded to blocks of 32, AES-256-CBC. */
export function encryptPush(message: string, key: { aesKey: string; appId: string; random?: Buffer }): string {
  const secret = Buffer.from(`${key.aesKey}=`, 'base64')
  const text = Buffer.from(message)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(text.length)
  const plain = Buffer.concat([key.random ?? randomBytes(16), length, text, Buffer.from(key.appId)])
  const missing = 32 - (plain.length % 32)
  const cipher = createCipheriv('aes-256-cbc', secret, secret.subarray(0, 16)).setAutoPadding(false)
  return Buffer.concat([
    cipher.update(Buffer.concat([plain, Buffer.alloc(missing, missing)])),
    cipher.final(),
  ]).toString('base64')
}
