import { createHmac } from 'node:crypto'
import { Inject, Injectable } from '@nestjs/common'
import type { Config } from '../config.js'
import { seal, unseal } from '../sealing.js'
import { CONFIG } from '../tokens.js'

/** Phone numbers at rest: sealed under one key, and an HMAC under another to look one up. */
@Injectable()
export class Phones {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Bound to the member, so a cipher copied to another row does not open. */
  seal(phone: string, memberId: number): string {
    return seal(phone, this.config.keys.phone, String(memberId))
  }

  /** Throws when the text was altered or belongs to another member. */
  open(sealed: string, memberId: number): string {
    return unseal(sealed, this.config.keys.phone, String(memberId))
  }

  /** The look-up key of a phone: without the key nobody can try all ten billion numbers against it. */
  lookup(phone: string): Buffer {
    return createHmac('sha256', this.config.keys.phoneLookup).update(phone).digest()
  }
}
