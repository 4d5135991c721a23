/** The ledger process as its parent sees it: orders go out, answers come back, or it is gone. */
import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import type { Answer, Order } from '../stress/orders.js'
import type { Reply, Sent } from './ledger-process.js'

const root = path.resolve(import.meta.dirname, '../..')
const START_MS = 60_000

/** Nobody knows what became of an order: the process is gone, or could not tell. */
export class Unknown extends Error {}

interface Waiting {
  answer(answer: Answer): void
  fail(error: Unknown): void
}

export class LedgerChild {
  private readonly waiting = new Map<string, Waiting>()
  readonly ended: Promise<void>
  private gone = false

  private constructor(private readonly child: ChildProcess) {
    this.ended = new Promise(resolve => {
      child.once('exit', () => {
        this.gone = true
        for (const { fail } of this.waiting.values()) fail(new Unknown('the process is gone'))
        this.waiting.clear()
        resolve()
      })
    })
    child.on('message', message => this.hear(message as Reply))
  }

  /** Resolves when it takes orders. Throws what it printed when it does not. */
  static async start(databaseUrl: string): Promise<LedgerChild> {
    const loader = path.join(root, 'test/node_modules/tsx/dist/loader.mjs')
    const child = spawn(
      process.execPath,
      ['--import', `file://${loader}`, path.join(root, 'test/soak/ledger-process.ts'), databaseUrl],
      {
        env: { PATH: process.env.PATH, TZ: 'UTC', TSX_TSCONFIG_PATH: path.join(root, 'test/tsconfig.json') },
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      },
    )
    let printed = ''
    child.stderr?.on('data', data => {
      printed = (printed + data).slice(-4000)
    })
    const late = setTimeout(() => child.kill('SIGKILL'), START_MS)
    const ready = await new Promise<boolean>(resolve => {
      child.once('message', () => resolve(true))
      child.once('exit', () => resolve(false))
    })
    clearTimeout(late)
    if (!ready) throw new Error(`the ledger process did not come up: ${printed}`)
    return new LedgerChild(child)
  }

  /** Throws `Unknown` when nobody can say what became of it. */
  send(order: Order, journals: Record<string, number>): Promise<Answer> {
    if (this.gone) return Promise.reject(new Unknown('the process is gone'))
    return new Promise((answer, fail) => {
      this.waiting.set(order.key, { answer, fail })
      this.child.send({ order, journals } satisfies Sent, error => {
        if (error && this.waiting.delete(order.key)) fail(new Unknown(error.message))
      })
    })
  }

  get alive(): boolean {
    return !this.gone
  }

  kill9(): void {
    this.child.kill('SIGKILL')
  }

  async stop(): Promise<void> {
    if (this.gone) return
    this.child.disconnect()
    await this.ended
  }

  private hear(reply: Reply): void {
    if ('ready' in reply) return
    const waiting = this.waiting.get(reply.key)
    if (!waiting || !this.waiting.delete(reply.key)) return
    if ('answer' in reply) waiting.answer(reply.answer)
    else waiting.fail(new Unknown(reply.failed))
  }
}
