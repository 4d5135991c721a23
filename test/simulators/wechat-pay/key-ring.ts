import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { SimClock } from '../wechat/sim-clock.js'
import { certificateOf } from './platform-certificate.js'

export type KeyPair = { publicKey: KeyObject; privateKey: KeyObject }
/** `cert`: platform certificates · `pubkey`: the public key only, as merchants since 2024 · `dual`: moving over. */
export type KeyMode = 'cert' | 'pubkey' | 'dual'
export type Signer = { serial: string; privateKey: KeyObject }
export type PlatformCertificate = { serial: string; pem: string; from: Date; until: Date }

type HeldCertificate = PlatformCertificate & KeyPair

const lifeMs = 5 * 365 * 86_400_000
const drawn = new Map<string, KeyPair>()

/** A key pair for a purpose, drawn once a process: it costs a tenth of a second. */
export function keysFor(purpose: string): KeyPair {
  const known = drawn.get(purpose)
  if (known) return known
  const made = generateKeyPairSync('rsa', { modulusLength: 2048 })
  drawn.set(purpose, made)
  return made
}

/** The keys WeChat Pay signs with: certificates that follow each other, and a public key known by its id. */
export class KeyRing {
  mode: KeyMode = 'pubkey'
  /** Of a hundred notifications in `dual` mode, how many come signed with the public key. */
  ratio = 0
  readonly #clock: SimClock
  readonly #certificates: HeldCertificate[] = []
  #publicKey: { id: string; keys: KeyPair }
  #notices = 0

  constructor(clock: SimClock, publicKey: { id?: string | undefined; keys?: KeyPair | undefined } = {}) {
    this.#clock = clock
    const { id = `PUB_KEY_ID_${digitsOf('first')}`, keys = keysFor('platform public key') } = publicKey
    this.#publicKey = { id, keys }
    this.rotateCertificate()
  }

  /** The certificates that may be fetched: the one in use and, after a rotation, the one before. */
  certificates(): PlatformCertificate[] {
    return this.#certificates.slice(-2)
  }

  get publicKey(): { id: string; pem: string } {
    const { id, keys } = this.#publicKey
    return { id, pem: keys.publicKey.export({ type: 'spki', format: 'pem' }).toString() }
  }

  rotateCertificate(): PlatformCertificate {
    const purpose = `platform certificate ${this.#certificates.length}`
    const keys = keysFor(purpose)
    const serial = createHash('sha256').update(purpose).digest('hex').slice(0, 40).toUpperCase()
    const from = new Date(this.#clock.now().getTime() - 86_400_000)
    const until = new Date(from.getTime() + lifeMs)
    const made = { serial, from, until, pem: certificateOf(keys, { serial, from, until }), ...keys }
    this.#certificates.push(made)
    return made
  }

  /** Another public key under another id, as when a merchant draws a new one in the console. */
  rotatePublicKey(): { id: string; pem: string } {
    const id = `PUB_KEY_ID_${digitsOf(this.#publicKey.id)}`
    this.#publicKey = { id, keys: keysFor(id) }
    return this.publicKey
  }

  /** Which key signs an answer: the one the request names, where the merchant's mode has it. */
  forAnswer(wanted: string | undefined): Signer {
    if (this.mode === 'pubkey') return this.#byPublicKey()
    if (this.mode === 'dual' && wanted === this.#publicKey.id) return this.#byPublicKey()
    return this.#byCertificate(wanted)
  }

  /** Which key signs a notification: WeChat's choice, in `dual` mode by the ratio. */
  forNotice(): Signer {
    if (this.mode === 'cert') return this.#byCertificate(undefined)
    if (this.mode === 'pubkey') return this.#byPublicKey()
    this.#notices += 1
    return (this.#notices * 37) % 100 < this.ratio ? this.#byPublicKey() : this.#byCertificate(undefined)
  }

  #byPublicKey(): Signer {
    return { serial: this.#publicKey.id, privateKey: this.#publicKey.keys.privateKey }
  }

  #byCertificate(wanted: string | undefined): Signer {
    const asked = this.#certificates.find(({ serial }) => serial === wanted)
    const { serial, privateKey } = asked ?? (this.#certificates.at(-1) as HeldCertificate)
    return { serial, privateKey }
  }
}

function digitsOf(seed: string): string {
  return String(createHash('sha256').update(seed).digest().readUInt32BE(0)).padStart(28, '0116')
}
