import { askTest } from '../native.js'
import { type Caller, NativeFailure, type WxMember } from './call.js'

/** WeChat's limits: one value and everything together, in characters of JSON. */
const LARGEST_VALUE = 1024 * 1024
const LARGEST_ALL = 10 * 1024 * 1024

/** The phone's storage for this app. Values travel as JSON, and the test process keeps them when the app is closed. */
export class PhoneStorage {
  private readonly values: Map<string, string>

  constructor(
    kept: Record<string, string>,
    private readonly caller: Caller,
  ) {
    this.values = new Map(Object.entries(kept))
  }

  api(): Record<string, WxMember> {
    const { caller } = this
    return {
      setStorageSync: caller.sync('setStorageSync', (key: string, data: unknown) => this.set(key, data)),
      getStorageSync: caller.sync('getStorageSync', (key: string) => (this.values.has(key) ? this.get(key) : '')),
      removeStorageSync: caller.sync('removeStorageSync', (key: string) => this.remove(key)),
      clearStorageSync: caller.sync('clearStorageSync', () => this.clear()),
      getStorageInfoSync: caller.sync('getStorageInfoSync', () => this.info()),
      setStorage: caller.async('setStorage', (options: { key: string; data: unknown }) => {
        this.set(options.key, options.data)
      }),
      getStorage: caller.async('getStorage', ({ key }: { key: string }) => {
        if (!this.values.has(key)) throw new NativeFailure('data not found')
        return { data: this.get(key) }
      }),
      removeStorage: caller.async('removeStorage', ({ key }: { key: string }) => this.remove(key)),
      clearStorage: caller.async('clearStorage', () => this.clear()),
      getStorageInfo: caller.async('getStorageInfo', () => this.info()),
    }
  }

  private set(key: string, data: unknown) {
    const json = JSON.stringify(data)
    if (json === undefined) throw new Error(`setStorage: the value of ${key} cannot be kept: it is ${typeof data}`)
    if (json.length > LARGEST_VALUE) throw new Error(`setStorage: entry size limit reached for ${key}`)
    if (this.size() + json.length > LARGEST_ALL) throw new Error('setStorage: storage max size limit reached')
    this.values.set(key, json)
    void askTest('store', key, json)
  }

  private get(key: string): unknown {
    return JSON.parse(this.values.get(key) ?? '""')
  }

  private remove(key: string) {
    if (this.values.delete(key)) void askTest('store', key, null)
  }

  private clear() {
    for (const key of [...this.values.keys()]) this.remove(key)
  }

  private size(): number {
    return [...this.values.values()].reduce((sum, json) => sum + json.length, 0)
  }

  private info() {
    return { keys: [...this.values.keys()], currentSize: Math.ceil(this.size() / 1024), limitSize: LARGEST_ALL / 1024 }
  }
}
