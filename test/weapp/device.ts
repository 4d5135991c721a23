import type { PhoneSettings } from './contract.js'

const AS_BOUGHT: PhoneSettings = {
  fontScale: 1,
  theme: 'light',
  language: 'zh_CN',
  online: true,
  platform: 'ios',
  brightness: 0.5,
  place: null,
}

/**
 * One phone with its settings and its storage for the app. Open the app twice on the same device and what it stored is
 * still there, as after WeChat was closed.
 */
export class Device {
  readonly settings: PhoneSettings
  /** Storage key to JSON text, kept up to date while the app runs. */
  readonly storage: Record<string, string> = {}

  constructor(settings: Partial<PhoneSettings> = {}) {
    this.settings = { ...AS_BOUGHT, ...settings }
  }
}
