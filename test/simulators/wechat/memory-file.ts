import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { Card } from './phone-feed.js'
import type { WechatWorld } from './wechat-world.js'

const Choice = z.enum(['accept', 'reject'])
const Grant = z.object({
  openid: z.string(),
  templateId: z.string(),
  credits: z.int().min(0),
  always: Choice.nullable(),
  answer: Choice,
})
const Follower = z.object({
  accountOpenid: z.string(),
  openid: z.string(),
  following: z.boolean(),
  since: z.number(),
  mutes: z.boolean(),
})
const Memory = z.object({
  version: z.literal(1),
  lastMessageId: z.string().regex(/^\d{1,19}$/),
  grants: z.array(Grant),
  switchedOff: z.array(z.string()),
  followers: z.array(Follower),
  cards: z.array(z.object({ openid: z.string(), cards: z.array(Card.extend({ no: z.int(), at: z.string() })) })),
})
type Memory = z.infer<typeof Memory>

const saveAfterMs = 300

/**
 * What the phones remember over a restart of the demo: cards, grants, who follows. A server that has counted grants
 * would otherwise find that WeChat has forgotten them all.
 */
export class MemoryFile {
  readonly #world: WechatWorld
  readonly #path: string
  #written = ''
  #timer: NodeJS.Timeout | undefined

  constructor(world: WechatWorld, path: string) {
    this.#world = world
    this.#path = path
    const memory = readMemory(path)
    if (memory !== null) recall(world, memory)
  }

  /** Something may have changed: it is written within a moment. */
  touch(): void {
    this.#timer ??= setTimeout(() => this.flush(), saveAfterMs).unref()
  }

  /** Writes now. A failure is said, not thrown: the next change tries again. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const text = JSON.stringify(memoryOf(this.#world))
    if (text === this.#written) return
    try {
      mkdirSync(dirname(this.#path), { recursive: true })
      writeFileSync(`${this.#path}.next`, text, { mode: 0o600 })
      renameSync(`${this.#path}.next`, this.#path)
      this.#written = text
    } catch {
      console.error(`the WeChat simulator cannot write what phones remember to ${this.#path}`)
    }
  }
}

function memoryOf(world: WechatWorld): Memory {
  return {
    version: 1,
    lastMessageId: String(world.messageIds.last),
    ...world.grants.all(),
    followers: world.account.all(),
    cards: world.phone.all(),
  }
}

function recall(world: WechatWorld, memory: Memory): void {
  world.messageIds.last = BigInt(memory.lastMessageId)
  for (const { openid, ...grant } of memory.grants) Object.assign(world.grants.of(openid, grant.templateId), grant)
  for (const openid of memory.switchedOff) world.grants.switchMessages(openid, false)
  for (const follower of memory.followers) world.account.recall(follower)
  for (const { openid, cards } of memory.cards) world.phone.recall(openid, cards)
}

/** Null when there is none, or none that can be read: phones may forget, the demo must start. */
function readMemory(path: string): Memory | null {
  try {
    return Memory.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    if (!missing)
      console.error(`the WeChat simulator cannot read what phones remember from ${path}, and starts without`)
    return null
  }
}
