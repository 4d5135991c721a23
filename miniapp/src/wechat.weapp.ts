import Taro from '@tarojs/taro'
import type { Place, Subscribed, WeChat } from './wechat.types'

/** "https://api.example.com/api" → "api.example.com": the one host whose table links we follow. */
const host = /^https?:\/\/([^/?#]+)/.exec(API_BASE)?.[1]

/** The main switch of a person's message settings is off. */
const ALL_OFF = 20004

export const wechat: WeChat = {
  drawer: '',
  hosts: host ? [host] : [],

  async loginCode() {
    const { code } = await Taro.login()
    if (!code) throw new Error('WeChat gave no sign-in code')
    return code
  },

  phoneButton({ onCode, onRefuse }) {
    return {
      openType: 'getPhoneNumber',
      onGetPhoneNumber: event => {
        const { code } = event.detail as { code?: string }
        if (code) onCode(code)
        else onRefuse()
      },
    }
  },

  async scan() {
    try {
      const { result } = await Taro.scanCode({ onlyFromCamera: true, scanType: ['qrCode', 'barCode'] })
      return result ? { text: result } : 'CANCELLED'
    } catch (error) {
      const { errMsg = '' } = (error ?? {}) as { errMsg?: string }
      return errMsg.includes('cancel') ? 'CANCELLED' : 'UNAVAILABLE'
    }
  },

  canSubscribe: async () => Taro.canIUse('requestSubscribeMessage'),

  subscribe(tmplIds) {
    return Taro.requestSubscribeMessage({ tmplIds, entityIds: [] }).then(
      ({ errMsg: _, ...answers }) => ({ answers: answers as Record<string, string> }),
      ({ errCode }: { errCode?: number } = {}): Subscribed => (errCode === ALL_OFF ? 'OFF' : 'UNAVAILABLE'),
    )
  },

  pay: parameters =>
    Taro.requestPayment(parameters).then(
      () => 'PAID' as const,
      ({ errMsg = '' }: { errMsg?: string } = {}) => (errMsg.includes('cancel') ? 'CANCELLED' : 'FAILED'),
    ),

  openSettings() {
    Taro.openSetting({ withSubscriptions: true }).catch(() => undefined)
    return true
  },

  sharesBy: 'CARD',
  linkTo: () => '',

  async chooseAddress() {
    try {
      const { userName, telNumber, provinceName, cityName, countyName, detailInfo } = await Taro.chooseAddress()
      const place = { province: provinceName, city: cityName, district: countyName, detail: detailInfo }
      return { address: { name: userName, phone: telNumber, ...place } }
    } catch (error) {
      const said = String((error as { errMsg?: string }).errMsg ?? '')
      return /cancel/.test(said) ? 'CANCELLED' : 'UNAVAILABLE'
    }
  },

  async savePicture(size, draw) {
    try {
      const canvas = Taro.createOffscreenCanvas({ type: '2d', ...size })
      draw(canvas.getContext('2d') as unknown as CanvasRenderingContext2D)
      const { tempFilePath } = await Taro.canvasToTempFilePath({ canvas: canvas as never, ...size })
      await Taro.saveImageToPhotosAlbum({ filePath: tempFilePath })
      return true
    } catch {
      // Refused, or a phone that is too old for it: a screenshot does as well.
      return false
    }
  },

  brighten() {
    // iOS keeps the brightness after the page is gone, so the old value is read first and put back.
    let before: number | null = null
    let over = false
    const quietly = (work: Promise<unknown>) => work.catch(() => undefined)
    Taro.getScreenBrightness({
      success: ({ value }) => {
        before = value
        if (!over) quietly(Taro.setScreenBrightness({ value: 1 }))
      },
    }).catch(() => undefined)
    quietly(Taro.setKeepScreenOn({ keepScreenOn: true }))
    return () => {
      over = true
      quietly(Taro.setKeepScreenOn({ keepScreenOn: false }))
      if (before !== null) quietly(Taro.setScreenBrightness({ value: before }))
    }
  },

  signal(kind) {
    const done = kind === 'SUCCESS'
    ;(done ? Taro.vibrateShort({ type: 'medium' }) : Taro.vibrateLong()).catch(() => undefined)
    const sound = Taro.createInnerAudioContext()
    sound.obeyMuteSwitch = true
    sound.src = done ? '/staff/sounds/done.wav' : '/staff/sounds/failed.wav'
    sound.onEnded(() => sound.destroy())
    sound.onError(() => sound.destroy())
    sound.play()
  },

  async place() {
    try {
      const { latitude, longitude } = await Taro.getFuzzyLocation({ type: 'gcj02' })
      return { latitude, longitude } as Place
    } catch {
      return null
    }
  },

  openMap(at) {
    Taro.openLocation({ ...at, scale: 16 }).catch(() => undefined)
    return true
  },

  // WeChat's own clock for measuring exists only in newer versions, and its unit differs by platform.
  monotonic: () => Date.now(),

  hasNetwork: () =>
    Taro.getNetworkType().then(
      ({ networkType }) => networkType !== 'none',
      // Nobody can say: then a request will find out.
      () => true,
    ),

  onNetwork(listener) {
    const tell = ({ isConnected }: { isConnected: boolean }) => listener(isConnected)
    Taro.onNetworkStatusChange(tell)
    return () => Taro.offNetworkStatusChange(tell)
  },

  reducedMotion: () => false,

  textScale() {
    try {
      const info = Taro.getAppBaseInfo() as { fontSizeScaleFactor?: number; fontSizeSetting?: number }
      // Older WeChat tells only the size in px, where 16 is standard.
      return info.fontSizeScaleFactor ?? (info.fontSizeSetting ?? 16) / 16
    } catch {
      return 1
    }
  },
}
