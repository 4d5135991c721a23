import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import { z } from 'zod'
import type { Clock } from '../clock.js'
import { unseal } from './wechat-pay.signature.js'

/** A key of WeChat Pay's that came with the configuration: its id (`PUB_KEY_ID_…`) and PEM. */
export type PublicKeyPem = { id: string; pem: string }

const Certificates = z.object({
  data: z
    .array(
      z.object({
        serial_no: z.string().min(1).max(64),
        encrypt_certificate: z.object({
          algorithm: z.literal('AEAD_AES_256_GCM'),
          nonce: z.string(),
          associated_data: z.string().default(''),
          ciphertext: z.string().max(16_384),
        }),
      }),
    )
    .max(20),
})

const freshMs = 12 * 3600_000
/** Whatever anybody sends us, the certificates are fetched no more often than this. */
const restMs = 10 * 60_000

/**
 * The keys WeChat Pay signs with, by serial: the public key that was configured, and platform certificates, fetched in
 * the background every twelve hours. Which of them a message uses is WeChat's choice, so all stay in the map.
 */
export class PlatformKeys {
  readonly #clock: Pick<Clock, 'now'>
  readonly #apiKey: KeyObject
  readonly #fixed: ReadonlyMap<string, KeyObject>
  #fetched: ReadonlyMap<string, { key: KeyObject; from: Date; until: Date }> = new Map()
  #fetchedAt: number | null = null
  #triedAt: number | null = null
  #flight: Promise<void> | null = null

  constructor(clock: Pick<Clock, 'now'>, apiKey: KeyObject, fixed: readonly PublicKeyPem[]) {
    this.#clock = clock
    this.#apiKey = apiKey
    this.#fixed = new Map(fixed.map(({ id, pem }) => [id, createPublicKey(pem)]))
  }

  /** The serial to name in requests, where the merchant has a public key: the answer is then signed with it. */
  get preferred(): string | undefined {
    return [...this.#fixed.keys()][0]
  }

  /** The key of a serial, or nothing. A certificate out of its time is nothing. */
  find(serial: string): KeyObject | undefined {
    const fixed = this.#fixed.get(serial)
    if (fixed) return fixed
    const held = this.#fetched.get(serial.toUpperCase())
    const now = this.#clock.now()
    return held && held.from <= now && now < held.until ? held.key : undefined
  }

  /**
   * Sees to it that the certificates are not older than twelve hours; for a serial nobody knows, ten minutes. `fetch`
   * runs once for everybody who waits, and at most every ten minutes: strangers cannot make us call.
   */
  async refresh(unknown: boolean, fetch: () => Promise<void>): Promise<void> {
    if (this.#flight) return this.#flight
    const now = this.#clock.now().getTime()
    const stale = this.#fetchedAt === null || now - this.#fetchedAt >= freshMs
    // With a public key, certificates are there for a merchant who is moving over: nobody waits for them unasked.
    if (!unknown && (!stale || this.#fixed.size > 0)) return
    if (this.#triedAt !== null && now - this.#triedAt < restMs) return
    this.#triedAt = now
    this.#flight = fetch().finally(() => {
      this.#flight = null
    })
    return this.#flight
  }

  /**
   * Reads the answer of `GET /v3/certificates`. It is sealed with a key that only WeChat Pay and we have, and answers the
   * keys inside for checking the answer's own signature; nothing is kept before `keep`.
   */
  read(body: Buffer): Map<string, { key: KeyObject; from: Date; until: Date }> | null {
    const parsed = Certificates.safeParse(jsonOrNull(body))
    if (!parsed.success) return null
    const found = new Map<string, { key: KeyObject; from: Date; until: Date }>()
    for (const { serial_no: serial, encrypt_certificate: sealed } of parsed.data.data) {
      const plain = unseal({ ...sealed, associatedData: sealed.associated_data }, this.#apiKey)
      if (!plain) return null
      const certificate = new X509Certificate(plain)
      if (certificate.serialNumber.toUpperCase() !== serial.toUpperCase()) return null
      const [from, until] = [new Date(certificate.validFrom), new Date(certificate.validTo)]
      found.set(serial.toUpperCase(), { key: certificate.publicKey, from, until })
    }
    return found
  }

  keep(found: ReadonlyMap<string, { key: KeyObject; from: Date; until: Date }>): void {
    this.#fetched = found
    this.#fetchedAt = this.#clock.now().getTime()
  }
}

function jsonOrNull(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return null
  }
}
