import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { SimRefusal } from './sim-refusal.js'

export const SimUser = z.object({
  openid: z.string().regex(/^[\w-]{6,64}$/),
  /** Null until the app is bound to an Open Platform account and WeChat knows this person there. */
  unionid: z.string().min(6).max(64).nullable(),
  /** National digits, without the country's prefix. */
  phone: z.string().regex(/^\d{4,14}$/),
  countryCode: z.string().regex(/^\d{1,4}$/),
  nickname: z.string().max(64),
  /** WeChat holds this account as high-risk: its login is refused with 40226. */
  blocked: z.boolean(),
})
export type SimUser = z.infer<typeof SimUser>

const StateFile = z.object({ version: z.literal(1), users: z.array(SimUser) })

const maxUsers = 20_000

/** The people who exist in this WeChat. With a state path they survive a restart. */
export class UserBook {
  readonly #users = new Map<string, SimUser>()
  readonly #phones = new Set<string>()
  readonly #statePath: string | undefined
  #saveDue: NodeJS.Immediate | undefined

  constructor(statePath: string | undefined) {
    this.#statePath = statePath
    for (const user of statePath === undefined ? [] : readUsers(statePath)) this.#keep(user)
  }

  /** Creates a person; what is left out is invented. Refuses a known openid and user number 20,001. */
  create(wanted: Partial<SimUser>): SimUser {
    const openid = wanted.openid ?? inventedId(randomBytes(20))
    if (this.#users.has(openid)) throw new SimRefusal('this openid exists')
    if (this.#users.size >= maxUsers) throw new SimRefusal(`no more than ${maxUsers} users`)
    const user = {
      openid,
      unionid: wanted.unionid ?? null,
      phone: wanted.phone ?? this.#freePhone(openid),
      countryCode: wanted.countryCode ?? '86',
      nickname: wanted.nickname ?? '微信用户',
      blocked: wanted.blocked ?? false,
    }
    this.#keep(user)
    this.#saveSoon()
    return user
  }

  /** Changes a person: a late unionid, a new phone, a block. The openid stays. */
  update(openid: string, changes: Partial<Omit<SimUser, 'openid'>>): SimUser {
    const user = { ...this.get(openid), ...changes }
    this.#keep(user)
    this.#saveSoon()
    return user
  }

  /** The person of a browser that plays a phone. Ids follow from the device, so that even a lost state file finds them. */
  ofDevice(appId: string, device: string): SimUser {
    const openid = inventedId(digest(`${appId} ${device}`))
    return this.#users.get(openid) ?? this.create({ openid, unionid: inventedId(digest(`union ${device}`)) })
  }

  get(openid: string): SimUser {
    const user = this.#users.get(openid)
    if (user === undefined) throw new SimRefusal('no such user')
    return user
  }

  has(openid: string): boolean {
    return this.#users.has(openid)
  }

  /** A page of people in order of creation. `after` is the openid the previous page ended with. */
  list(limit: number, after?: string): SimUser[] {
    const all = [...this.#users.values()]
    const start = after === undefined ? 0 : all.findIndex(user => user.openid === after) + 1
    return all.slice(start, start + limit)
  }

  /** The people who came last, the newest first. */
  latest(limit: number): SimUser[] {
    return [...this.#users.values()].slice(-limit).reverse()
  }

  get size(): number {
    return this.#users.size
  }

  /** Writes what is still unwritten. A failure is said, not thrown: the people stay, and the next change tries again. */
  flush(): void {
    if (this.#saveDue === undefined || this.#statePath === undefined) return
    clearImmediate(this.#saveDue)
    this.#saveDue = undefined
    try {
      writeUsers(this.#statePath, [...this.#users.values()])
    } catch {
      console.error(`the WeChat simulator cannot write its users to ${this.#statePath}`)
    }
  }

  #keep(user: SimUser): void {
    this.#users.set(user.openid, user)
    this.#phones.add(user.phone)
  }

  /** A crowd created in one turn of the event loop is written once. */
  #saveSoon(): void {
    if (this.#statePath !== undefined) this.#saveDue ??= setImmediate(() => this.flush())
  }

  #freePhone(seed: string): string {
    for (let number = digest(seed).readUInt32BE(0); ; number += 1) {
      const phone = `199${String(number % 100_000_000).padStart(8, '0')}`
      if (!this.#phones.has(phone)) return phone
    }
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** The look of a real openid or unionid: "o" and 27 more characters. */
function inventedId(bytes: Buffer): string {
  return `o${bytes.toString('base64url').slice(0, 27).padEnd(27, '0')}`
}

function readUsers(path: string): SimUser[] {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
  try {
    return StateFile.parse(JSON.parse(text)).users.slice(0, maxUsers)
  } catch {
    throw new SimRefusal(`the WeChat simulator cannot read its users from ${path}; move or delete that file`)
  }
}

/** Replaces the file in one step, so that a kill in the middle leaves the previous one. */
function writeUsers(path: string, users: SimUser[]): void {
  mkdirSync(dirname(path), { recursive: true })
  const next = `${path}.next`
  writeFileSync(next, JSON.stringify({ version: 1, users }), { mode: 0o600 })
  renameSync(next, path)
}
