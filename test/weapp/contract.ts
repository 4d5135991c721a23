/** What the test process and the page in the browser say to each other. Types only: both sides import this file. */

export type Theme = 'light' | 'dark'

/** What a phone is like. Everything here can be set by a test before or while the app runs. */
export interface PhoneSettings {
  /** WeChat's own font-size setting as a factor; 1 is standard, care mode is about 1.4. */
  fontScale: number
  theme: Theme
  language: 'zh_CN' | 'en'
  online: boolean
  platform: 'ios' | 'android'
  /** Screen brightness from 0 to 1, as the owner left it. */
  brightness: number
  /** Where the phone is; null when its owner does not let the app know. */
  place: { latitude: number; longitude: number } | null
}

/** How WeChat opened the app. Query values are as they travel: still encoded. */
export interface Entry {
  path: string
  query: Record<string, string>
  /** WeChat's number for the way in: 1001 the list of mini-programs, 1047 a scanned mini-program code. */
  scene: number
}

export interface BootOptions {
  phone: PhoneSettings
  /** Storage of the phone for this app: key to JSON text with its type. */
  storage: Record<string, string>
  entry: Entry
  /** What `new Function(text)` gives: devices hand out a dummy, some throw. */
  dynamicCode: 'dummy' | 'throw'
  /** ECMAScript globals this phone lacks, such as `Intl`. */
  without: string[]
  appId: string
}

export interface SetDataCount {
  calls: number
  /** UTF-8 bytes of the JSON that crossed from logic to view. */
  bytes: number
  largestBytes: number
}

export interface RequestRecord {
  method: string
  url: string
  /** HTTP status, or the `errMsg` the app was given. */
  outcome: number | string
  milliseconds: number
}

/** Everything the host noticed while the app ran. Lists stop growing at 500 entries. */
export interface RuntimeStats {
  setData: SetDataCount & { byPage: Record<string, SetDataCount>; lost: string[] }
  /** Uncaught errors, unhandled rejections, refused native calls and framework errors. */
  errors: string[]
  warnings: string[]
  /** Names of browser globals the app looked up that WeChat does not have, with how often. */
  missingGlobals: Record<string, number>
  /** `wx` members that the app used and this host does not have, with how often. */
  unknownApis: Record<string, number>
  /** Texts handed to `new Function` or `eval`, except webpack's `return this`. */
  dynamicCode: string[]
  apiCalls: Record<string, number>
  requests: RequestRecord[]
  mostRequestsInFlight: number
  loadedSubPackages: string[]
  toasts: string[]
  timing: { appMilliseconds: number; firstPageMilliseconds: number }
}

/** What the phone did on the app's behalf, for a test to read. */
export interface PhoneState {
  brightness: number
  keepScreenOn: boolean
  clipboard: string
  vibrations: number
  loading: string | null
  badges: Record<string, string>
  /** Files of the app that were played, numbers called, places opened on the map. */
  sounds: string[]
  calls: string[]
  maps: string[]
}

export interface HttpCall {
  id: number
  url: string
  method: string
  header: Record<string, string>
  /** Base64, or null when the request has no body. */
  body: string | null
}

export interface HttpAnswer {
  status: number
  header: Record<string, string>
  /** Base64. */
  body: string
  /** Set when no answer came; the rest is empty then. */
  error?: string
}

export interface ScanAnswer {
  result: string
  scanType?: string
  path?: string
}

export type SubscribeChoice = 'accept' | 'reject' | 'ban' | 'filter'

/** Questions only the test can answer, because on a phone a person or WeChat itself answers them. */
export interface NativeAnswers {
  request: (call: HttpCall) => Promise<HttpAnswer>
  abort: (id: number) => Promise<void>
  /** A fresh `wx.login` code, or null when WeChat gives none. */
  login: () => Promise<string | null>
  /** A phone-number code, or null when the person refuses. */
  phoneCode: () => Promise<string | null>
  /** What the camera read, or null when the person closed it. */
  scan: () => Promise<ScanAnswer | null>
  subscribe: (templateIds: string[]) => Promise<Record<string, SubscribeChoice>>
  /** Keeps one key of the phone's storage; null removes it. */
  store: (key: string, value: string | null) => Promise<void>
}
export type NativeQuestion = keyof NativeAnswers

/** The test's hand inside the page, at `window.__weapp.control`. */
export interface Control {
  text: () => string
  stats: () => RuntimeStats
  phone: () => PhoneState
  /** Routes of the page stack from bottom to top, with the query each was opened with. */
  pages: () => { route: string; query: Record<string, string> }[]
  /** Marks the element a person would mean and returns a selector for it, or null. */
  find: (target: string, as: 'tap' | 'input') => string | null
  back: () => void
  pullDown: () => void
  isRefreshing: () => boolean
  scrollToBottom: () => void
  setPhone: (change: Partial<PhoneSettings>) => void
  background: () => void
  foreground: (entry: Entry | null) => void
  /** Answers an open picker; null cancels. False when none is open or the value is not among its choices. */
  pick: (value: string | string[] | null) => boolean
  share: () => Promise<unknown>
}

/** What `compile.ts` gives the host besides the code: every `.json` and `.wxss` by path without its ending. */
export interface AppBundle {
  json: Record<string, unknown>
  css: Record<string, string>
  /** Prefix of the class names of each isolated component, by path. */
  scopes: Record<string, string>
}
