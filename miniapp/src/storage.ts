/** Small values that outlive the app, as JSON. On h5 every demo device has its own drawer. */
import Taro from '@tarojs/taro'
import { wechat } from './wechat'

const nameOf = (key: string) => `huitou:${wechat.drawer}:${key}`

/** The value kept under a key, or null when there is none or it cannot be read. */
export function recall<T>(key: string): T | null {
  try {
    const value: unknown = Taro.getStorageSync(nameOf(key))
    return value === '' || value === undefined || value === null ? null : (value as T)
  } catch {
    return null
  }
}

/** Keeps a value. A full or forbidden storage loses only the convenience: nothing here is the only copy of anything. */
export function keep(key: string, value: unknown): void {
  try {
    Taro.setStorageSync(nameOf(key), value)
  } catch {
    forget(key)
  }
}

export function forget(key: string): void {
  try {
    Taro.removeStorageSync(nameOf(key))
  } catch {
    // Nothing was kept, so there is nothing to remove.
  }
}

/** Keeps what must not get lost; false when the phone would not have it, and then what was kept before stands. */
export function keepSurely(key: string, value: unknown): boolean {
  try {
    Taro.setStorageSync(nameOf(key), value)
    return JSON.stringify(recall(key)) === JSON.stringify(value)
  } catch {
    return false
  }
}
