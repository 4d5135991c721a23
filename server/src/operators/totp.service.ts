import { Inject, Injectable } from '@nestjs/common'
import { Secret, TOTP } from 'otpauth'
import QRCode from 'qrcode'
import type { Clock } from '../clock.js'
import type { Config } from '../config.js'
import { seal, unseal } from '../sealing.js'
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
    return {
      sealed: seal(secret.base32, this.config.keys.totp, String(operatorId)),
      setup: { secret: secret.base32, url, qrSvg },
    }
  }

  /** The time step a code belongs to; null when it is wrong, or not newer than the step used last. */
  stepOf(sealed: string, operatorId: number, use: { code: string; lastStep: number | null }): number | null {
    const totp = new TOTP({
      secret: Secret.fromBase32(unseal(sealed, this.config.keys.totp, String(operatorId))),
      period: STEP_SECONDS,
    })
    const timestamp = this.clock.now().getTime()
    const delta = totp.validate({ token: use.code, window: 1, timestamp })
    if (delta === null) return null
    const step = Math.floor(timestamp / 1000 / STEP_SECONDS) + delta
    return use.lastStep !== null && step <= use.lastStep ? null : step
  }
}
