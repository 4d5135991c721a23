import type { PhoneSettings, PhoneState, Theme } from '../contract.js'
import type { Listeners } from './listeners.js'

/** Heights of an iPhone of 390 × 844 points; the shell of the page draws the same ones. */
const STATUS_BAR = 47
const HOME_INDICATOR = 34
const STANDARD_FONT = 16

/** The phone as the app sees it: settings a test may change, and what the app did to it. */
export class Phone {
  readonly state: PhoneState

  constructor(
    private settings: PhoneSettings,
    private readonly listeners: Listeners,
    private readonly appId: string,
  ) {
    const { brightness } = settings
    const quiet = { keepScreenOn: false, clipboard: '', vibrations: 0, loading: null }
    this.state = { brightness, ...quiet, badges: {}, sounds: [], calls: [], maps: [] }
  }

  get theme(): Theme {
    return this.settings.theme
  }

  get online(): boolean {
    return this.settings.online
  }

  get platform(): 'ios' | 'android' {
    return this.settings.platform
  }

  get fontScale(): number {
    return this.settings.fontScale
  }

  get place(): PhoneSettings['place'] {
    return this.settings.place
  }

  get networkType(): 'wifi' | 'none' {
    return this.settings.online ? 'wifi' : 'none'
  }

  change(change: Partial<PhoneSettings>) {
    const before = this.settings
    this.settings = { ...before, ...change }
    if (change.brightness !== undefined) this.state.brightness = change.brightness
    if (before.online !== this.settings.online) {
      const { online: isConnected } = this.settings
      this.listeners.emit('NetworkStatusChange', { isConnected, networkType: this.networkType })
    }
    if (before.theme !== this.settings.theme) this.listeners.emit('ThemeChange', { theme: this.settings.theme })
  }

  windowInfo() {
    const pages = document.getElementById('pages')
    const safeArea = { left: 0, top: STATUS_BAR, right: innerWidth, bottom: innerHeight - HOME_INDICATOR }
    return {
      pixelRatio: devicePixelRatio,
      screenWidth: innerWidth,
      screenHeight: innerHeight,
      windowWidth: innerWidth,
      windowHeight: pages?.clientHeight ?? innerHeight,
      screenTop: pages?.getBoundingClientRect().top ?? 0,
      statusBarHeight: STATUS_BAR,
      safeArea: { ...safeArea, width: safeArea.right, height: safeArea.bottom - safeArea.top },
    }
  }

  appBaseInfo() {
    return {
      SDKVersion: '3.7.0',
      version: '8.0.50',
      language: this.settings.language,
      theme: this.settings.theme,
      enableDebug: false,
      host: { env: 'WeChat', appId: this.appId },
      fontSizeSetting: Math.round(STANDARD_FONT * this.settings.fontScale * 10) / 10,
      fontSizeScaleFactor: this.settings.fontScale,
    }
  }

  deviceInfo() {
    const ios = this.settings.platform === 'ios'
    return {
      brand: ios ? 'iPhone' : 'Xiaomi',
      model: ios ? 'iPhone 14<iPhone14,7>' : 'M2102J2SC',
      system: ios ? 'iOS 17.0' : 'Android 13',
      platform: this.settings.platform,
      abi: 'arm64',
      benchmarkLevel: ios ? -1 : 30,
      memorySize: '6144',
    }
  }

  systemSetting() {
    return { bluetoothEnabled: true, locationEnabled: true, wifiEnabled: true, deviceOrientation: 'portrait' }
  }

  /** The old call that gives everything at once. */
  systemInfo() {
    return { ...this.windowInfo(), ...this.appBaseInfo(), ...this.deviceInfo(), ...this.systemSetting() }
  }

  menuButton() {
    const top = STATUS_BAR + 6
    return { width: 87, height: 32, top, bottom: top + 32, left: innerWidth - 94, right: innerWidth - 7 }
  }
}
