import type { RuntimeStats, SetDataCount } from '../contract.js'

/** Lists stop growing here, so that an app in a loop cannot fill the page's memory. */
const LONGEST_LIST = 500

const noCalls = (): SetDataCount => ({ calls: 0, bytes: 0, largestBytes: 0 })

/** Everything the host notices. Errors are told once, however many layers pass them on. */
export class Records {
  private readonly told = new WeakSet<object>()
  private readonly encoder = new TextEncoder()
  readonly stats: RuntimeStats = {
    setData: { ...noCalls(), byPage: {}, lost: [] },
    errors: [],
    warnings: [],
    missingGlobals: {},
    unknownApis: {},
    dynamicCode: [],
    apiCalls: {},
    requests: [],
    mostRequestsInFlight: 0,
    loadedSubPackages: [],
    toasts: [],
    timing: { appMilliseconds: 0, firstPageMilliseconds: 0 },
  }

  /** Called with every new error of the app's own code, as WeChat calls `App.onError`. */
  onAppError: (text: string) => void = () => undefined

  /** Keeps an error that the app's own code threw. */
  appError(where: string, error: unknown) {
    if (this.error(where, error)) this.onAppError(textOfError(error))
  }

  /** Keeps an error with where it came from; true when it was new. */
  error(where: string, error: unknown): boolean {
    if (error !== null && typeof error === 'object') {
      if (this.told.has(error)) return false
      this.told.add(error)
    }
    this.keep(this.stats.errors, `${where}: ${textOfError(error)}`)
    return true
  }

  warning(text: string) {
    this.keep(this.stats.warnings, text)
  }

  dynamicCode(text: string) {
    this.keep(this.stats.dynamicCode, text)
  }

  count(counts: Record<string, number>, name: string) {
    counts[name] = (counts[name] ?? 0) + 1
  }

  keep<T>(list: T[], entry: T) {
    if (list.length < LONGEST_LIST) list.push(entry)
  }

  /**
   * Measures one `setData` and gives back what survives the bridge between logic and view, which carries JSON:
   * undefined values and functions are lost on the way, and that is recorded as `path.to.value`.
   */
  setData(page: string, data: Record<string, unknown>): Record<string, unknown> {
    const lost: string[] = []
    for (const key of Object.keys(data)) findLost(data[key], key, lost)
    for (const path of lost) this.keep(this.stats.setData.lost, `${page} ${path}`)
    const json = JSON.stringify(data)
    const bytes = this.encoder.encode(json).length
    const ofPage = this.stats.setData.byPage[page] ?? noCalls()
    this.stats.setData.byPage[page] = ofPage
    for (const count of [this.stats.setData, ofPage]) {
      count.calls += 1
      count.bytes += bytes
      count.largestBytes = Math.max(count.largestBytes, bytes)
    }
    return JSON.parse(json) as Record<string, unknown>
  }
}

function findLost(value: unknown, path: string, lost: string[]) {
  if (value === undefined || typeof value === 'function') lost.push(`${path} is ${typeof value}`)
  else if (value !== null && typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) findLost(inner, `${path}.${key}`, lost)
  }
}

export function textOfError(error: unknown): string {
  if (error instanceof Error) return error.stack ?? error.message
  const { errMsg, stack, message } = (error ?? {}) as { errMsg?: string; stack?: string; message?: string }
  return String(stack ?? errMsg ?? message ?? error)
}

/** A copy as the native bridge would make it. */
export function throughBridge<T>(value: T): T {
  return value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T)
}
