import type { Records } from '../records.js'

export interface CallOptions {
  success?: (result: unknown) => void
  fail?: (error: unknown) => void
  complete?: (result: unknown) => void
}

/** Thrown by an implementation to fail the way WeChat does; anything else is a mistake of the app or the host. */
export class NativeFailure {
  constructor(
    readonly reason: string,
    readonly extra: Record<string, unknown> = {},
  ) {}
}

type Implementation<Options> = (options: Options) => unknown
export type WxMember = (...parameters: never[]) => unknown

/** Gives functions the calling style of `wx`: callbacks when any is given, a promise otherwise. */
export class Caller {
  constructor(private readonly records: Records) {}

  /** An asynchronous member: options with callbacks in, `{ errMsg: 'name:ok', … }` out. */
  async<Options extends object>(name: string, implementation: Implementation<Options>): WxMember {
    return (given?: Options & CallOptions) => {
      const options = given ?? ({} as Options & CallOptions)
      this.records.count(this.records.stats.apiCalls, name)
      const answer = this.settle(name, options, implementation)
      if (!(options.success || options.fail || options.complete)) return answer
      answer.catch(() => undefined)
      return undefined
    }
  }

  /** A synchronous member, counted. */
  sync<Parameters extends unknown[], Result>(name: string, run: (...parameters: Parameters) => Result) {
    return (...parameters: Parameters): Result => {
      this.records.count(this.records.stats.apiCalls, name)
      return run(...parameters)
    }
  }

  /** Runs a callback of the app; what it throws is the app's error, not the call's. */
  callBack(name: string, callback: ((result: unknown) => void) | undefined, result: unknown) {
    if (!callback) return
    try {
      callback(result)
    } catch (error) {
      this.records.appError(`callback of wx.${name}`, error)
    }
  }

  private async settle<Options extends object>(
    name: string,
    options: Options & CallOptions,
    implementation: Implementation<Options>,
  ): Promise<unknown> {
    try {
      // Synchronously up to the first await, so that a call inside a tap is still inside it.
      const result = { errMsg: `${name}:ok`, ...((await implementation(options)) as object | undefined) }
      this.callBack(name, options.success, result)
      this.callBack(name, options.complete, result)
      return result
    } catch (thrown) {
      const failure = this.failureOf(name, thrown)
      this.callBack(name, options.fail, failure)
      this.callBack(name, options.complete, failure)
      throw failure
    }
  }

  private failureOf(name: string, thrown: unknown): { errMsg: string } {
    if (thrown instanceof NativeFailure) return { errMsg: `${name}:fail ${thrown.reason}`.trim(), ...thrown.extra }
    const { errMsg } = (thrown ?? {}) as { errMsg?: string }
    this.records.error(`wx.${name}`, thrown)
    return { errMsg: errMsg ?? `${name}:fail ${thrown instanceof Error ? thrown.message : String(thrown)}` }
  }
}
