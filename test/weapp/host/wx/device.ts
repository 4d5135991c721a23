import type { Overlays } from '../overlays.js'
import type { Phone } from '../phone.js'
import { type Caller, NativeFailure, type WxMember } from './call.js'

/** Longest screen a phone buzzes for is not ours to say; the three strengths are. */
const STRENGTHS = new Set(['heavy', 'medium', 'light'])

/** What the app may read of the phone and do to it. */
export function deviceApi(caller: Caller, phone: Phone, overlays: Overlays): Record<string, WxMember> {
  return {
    getSystemInfoSync: caller.sync('getSystemInfoSync', () => phone.systemInfo()),
    getSystemInfo: caller.async('getSystemInfo', () => phone.systemInfo()),
    getSystemInfoAsync: caller.async('getSystemInfoAsync', () => phone.systemInfo()),
    getWindowInfo: caller.sync('getWindowInfo', () => phone.windowInfo()),
    getDeviceInfo: caller.sync('getDeviceInfo', () => phone.deviceInfo()),
    getAppBaseInfo: caller.sync('getAppBaseInfo', () => phone.appBaseInfo()),
    getSystemSetting: caller.sync('getSystemSetting', () => phone.systemSetting()),
    getAppAuthorizeSetting: caller.sync('getAppAuthorizeSetting', () => ({ cameraAuthorized: 'authorized' })),
    getMenuButtonBoundingClientRect: caller.sync('getMenuButtonBoundingClientRect', () => phone.menuButton()),
    getNetworkType: caller.async('getNetworkType', () => ({
      networkType: phone.networkType,
      isConnected: phone.online,
    })),
    ...screenApi(caller, phone),
    ...clipboardApi(caller, phone, overlays),
  }
}

function screenApi(caller: Caller, phone: Phone): Record<string, WxMember> {
  return {
    getScreenBrightness: caller.async('getScreenBrightness', () => ({ value: phone.state.brightness })),
    setScreenBrightness: caller.async('setScreenBrightness', ({ value }: { value: number }) => {
      const followsSystem = value === -1 && phone.platform === 'android'
      if (!followsSystem && !(value >= 0 && value <= 1)) throw new NativeFailure(`invalid value ${value}`)
      phone.state.brightness = value
    }),
    setKeepScreenOn: caller.async('setKeepScreenOn', ({ keepScreenOn }: { keepScreenOn: boolean }) => {
      phone.state.keepScreenOn = keepScreenOn
    }),
    setVisualEffectOnCapture: caller.async('setVisualEffectOnCapture', () => undefined),
    vibrateShort: caller.async('vibrateShort', ({ type }: { type?: string }) => {
      if (type !== undefined && !STRENGTHS.has(type)) throw new NativeFailure('style is not support')
      phone.state.vibrations += 1
    }),
    vibrateLong: caller.async('vibrateLong', () => {
      phone.state.vibrations += 1
    }),
    hideKeyboard: caller.async('hideKeyboard', () => (document.activeElement as HTMLElement | null)?.blur()),
  }
}

function clipboardApi(caller: Caller, phone: Phone, overlays: Overlays): Record<string, WxMember> {
  return {
    getClipboardData: caller.async('getClipboardData', () => ({ data: phone.state.clipboard })),
    setClipboardData: caller.async('setClipboardData', ({ data }: { data: string }) => {
      if (typeof data !== 'string') throw new NativeFailure('parameter.data should be String')
      phone.state.clipboard = data
      // WeChat tells the person by itself.
      overlays.toast('内容已复制', 1500)
    }),
  }
}
