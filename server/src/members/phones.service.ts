import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { Inject, Injectable } from '@nestjs/common'
import type { Config } from '../config.js'
import { CONFIG } from '../tokens.js'

/** Phone numbers at rest: AES-256-GCM with a key version, and an HMAC under another key to look one up. */
@Injectable()
export class Phones {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** "v1.<nonce>.<tag>.<text>", base64url. Bound to the member, so a cipher copied to another row does not open. */
  seal(phone: string, memberId: number): string {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.config.keys.phone, nonce).setAAD(Buffer.from(String(memberId)))
    const text = Buffer.concat([cipher.update(phone, 'utf8'), cipher.final()])
    return [
      'v1',
      nonce.toString('base64url'),
      cipher.getAuthTag().toString('base64url'),
      text.toString('base64url'),
    ].join('.')
  }

  /** Throws when the text was altered or belongs to another member. */
  open(sealed: string, memberId: number): string {
    const [version, nonce, tag, text] = sealed.split('.')
    if (version !== 'v1' || !nonce || !tag || !text) throw new Error('a sealed phone is malformed')
    const decipher = createDecipheriv('aes-256-gcm', this.config.keys.phone, Buffer.from(nonce, 'base64url'))
    decipher.setAAD(Buffer.from(String(memberId))).setAuthTag(Buffer.from(tag, 'base64url'))
    return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8')
  }

  /** The look-up key of a phone: without the key nobody can try all ten billion numbers against it. */
  lookup(phone: string): Buffer {
    return createHmac('sha256', this.config.keys.phoneLookup).update(phone).digest()
  }
}
