import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { Inject, Injectable } from '@nestjs/common'
import { Secret, TOTP } from 'otpauth'
import QRCode from 'qrcode'
import type { Clock } from '../clock.js'
import type { Config } from '../config.js'
import { CLOCK, CONFIG } from '../tokens.js'

const STEP_SECONDS = 30

/** Codes of an authenticator app (RFC 6238): six digits, thirty seconds, one step of tolerance either way. */
@Injectable()
export class TotpCodes {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A new secret, sealed for the operator's row and laid out for the authenticator. */
  async draw(operatorId: number, username: string) {
    const secret = new Secret({ size: 20 })
    const url = new TOTP({ issuer: 'Huitou 回头', label: username, secret }).toString()
    const qrSvg = await QRCode.toString(url, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' })
    return { sealed: this.seal(secret.base32, operatorId), setup: { secret: secret.base32, url, qrSvg } }
  }

  /** The time step a code belongs to; null when it is wrong, or not newer than the step used last. */
  stepOf(sealed: string, operatorId: number, use: { code: string; lastStep: number | null }): number | null {
    const totp = new TOTP({ secret: Secret.fromBase32(this.open(sealed, operatorId)), period: STEP_SECONDS })
    const timestamp = this.clock.now().getTime()
    const delta = totp.validate({ token: use.code, window: 1, timestamp })
    if (delta === null) return null
    const step = Math.floor(timestamp / 1000 / STEP_SECONDS) + delta
    return use.lastStep !== null && step <= use.lastStep ? null : step
  }

  /** "v1.<nonce>.<tag>.<text>", base64url. Bound to the operator, so a secret copied to another row does not open. */
  private seal(secret: string, operatorId: number): string {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.config.keys.totp, nonce).setAAD(Buffer.from(String(operatorId)))
    const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
    const parts = [nonce, cipher.getAuthTag(), text].map(part => part.toString('base64url'))
    return ['v1', ...parts].join('.')
  }

  private open(sealed: string, operatorId: number): string {
    const [version, nonce, tag, text] = sealed.split('.')
    if (version !== 'v1' || !nonce || !tag || !text) throw new Error('a sealed secret is malformed')
    const decipher = createDecipheriv('aes-256-gcm', this.config.keys.totp, Buffer.from(nonce, 'base64url'))
    decipher.setAAD(Buffer.from(String(operatorId))).setAuthTag(Buffer.from(tag, 'base64url'))
    return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8')
  }
}
