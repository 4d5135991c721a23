/** The line between a till and the server: signed, with a clock of its own, and with the accidents a shop's network has. */
import http from 'node:http'
import { authorizationOf, newNonce, type TillKey } from './signer.js'

/** No answer came; whether the request had an effect is not known. */
export class NoAnswer extends Error {}

/** The server said no. */
export class PosRefusal extends Error {
  constructor(
    readonly code: string,
    readonly data: Record<string, unknown>,
  ) {
    super(code)
  }
}

export interface Ask {
  method: 'GET' | 'POST'
  /** Below /api/pos/v1. */
  path: string
  body?: object
}

/** DROP: the answer is lost after the effect. TWICE: the network, or an impatient cashier, sends it two times at once. */
export type Accident = 'DROP' | 'TWICE' | null

/** What a till waits for an answer before it asks again. */
const PATIENCE_MS = 3_000

export class PosWire {
  readonly times: number[] = []
  readonly accidents = { DROP: 0, TWICE: 0, late: 0 }
  private readonly agent = new http.Agent({ keepAlive: true, maxSockets: 8 })

  /** `driftMs` is how far the till's clock is from the right time; it is set right when the server says so. */
  constructor(
    private readonly url: string,
    private readonly key: TillKey,
    private driftMs: number,
  ) {}

  /** The time by the till's clock. */
  now(): Date {
    return new Date(Date.now() + this.driftMs)
  }

  /** Sends once. Throws `PosRefusal`, or `NoAnswer`. A clock that is wrong is set, and the request signed anew. */
  async send<T>(ask: Ask, accident: Accident = null): Promise<T> {
    if (accident !== null) this.accidents[accident] += 1
    if (accident === 'TWICE') return (await Promise.all([this.trust<T>(ask), this.trust<T>(ask)]))[0]
    const answer = await this.trust<T>(ask)
    if (accident === 'DROP') throw new NoAnswer(ask.path)
    return answer
  }

  close(): void {
    this.agent.destroy()
  }

  private async trust<T>(ask: Ask): Promise<T> {
    try {
      return await this.once<T>(ask)
    } catch (error) {
      if (!(error instanceof PosRefusal) || error.code !== 'pos.signature_late') throw error
      this.accidents.late += 1
      this.driftMs = Date.parse(String(error.data.now)) - Date.now()
      return this.once<T>(ask)
    }
  }

  private async once<T>({ method, path, body }: Ask): Promise<T> {
    const text = body === undefined ? '' : JSON.stringify(body)
    const whole = `/api/pos/v1${path}`
    const time = Math.floor(this.now().getTime() / 1000)
    const authorization = authorizationOf(this.key, { method, path: whole, body: text, time, nonce: newNonce() })
    const began = performance.now()
    const { status, reply } = await this.exchange({ method, path: whole, text, authorization })
    this.times.push(performance.now() - began)
    const parsed = JSON.parse(reply) as { code?: string; data?: Record<string, unknown> }
    if (status >= 500) throw new NoAnswer(`${status}`)
    if (status !== 200) throw new PosRefusal(parsed.code ?? String(status), parsed.data ?? {})
    return parsed as T
  }

  private exchange(ask: { method: string; path: string; text: string; authorization: string }) {
    const { hostname, port } = new URL(this.url)
    const { method, path, text, authorization } = ask
    const length = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
    const headers = { authorization, ...(text === '' ? {} : length) }
    return new Promise<{ status: number; reply: string }>((resolve, reject) => {
      const options = { agent: this.agent, hostname, port, method, path, headers, timeout: PATIENCE_MS }
      const request = http.request(options, answer => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('error', () => reject(new NoAnswer(path)))
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, reply: Buffer.concat(chunks).toString() }))
      })
      request.on('timeout', () => request.destroy())
      request.on('error', () => reject(new NoAnswer(path)))
      request.end(text)
    })
  }
}
