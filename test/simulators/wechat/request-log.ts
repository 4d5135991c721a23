import type { SimRequest } from './sim-http.js'

/** One call as the log keeps it. Names of parameters only: every value may be a secret. */
export type LoggedRequest = {
  at: string
  method: string
  path: string
  parameters: string[]
  /** The errcode that was answered; null for answers that have none (a gateway's 5xx). */
  errcode: number | null
  fault: boolean
}

const maxEntries = 1000
const maxParameters = 20
const maxNameLength = 64

/** The last 1,000 calls to WeChat's own endpoints. */
export class RequestLog {
  #entries: LoggedRequest[] = []

  add(request: SimRequest, facts: { at: Date; errcode: number | undefined; fault: boolean }): void {
    this.#entries.push({
      at: facts.at.toISOString(),
      method: request.method,
      path: request.path.slice(0, 200),
      parameters: parameterNames(request),
      errcode: facts.errcode ?? null,
      fault: facts.fault,
    })
    if (this.#entries.length > maxEntries) this.#entries.shift()
  }

  entries(path?: string): LoggedRequest[] {
    return this.#entries.filter(entry => path === undefined || entry.path === path)
  }

  clear(): void {
    this.#entries = []
  }
}

function parameterNames(request: SimRequest): string[] {
  const names = [...request.query.keys(), ...bodyKeys(request.body)]
  return names.slice(0, maxParameters).map(name => name.slice(0, maxNameLength))
}

function bodyKeys(body: Buffer): string[] {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'))
    return typeof parsed === 'object' && parsed !== null ? Object.keys(parsed) : []
  } catch {
    return []
  }
}
