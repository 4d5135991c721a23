/**
 * Opens the compiled mini-program (`taro build --type weapp`) on a phone made of WeChat's own component framework in a
 * headless browser, for journeys that read like a person's:
 *
 *     const ana = new Device({ theme: 'dark' })
 *     const app = await openWeapp({ dist, serverUrl, device: ana, loginCode: () => wechat.loginCode('ana'),
 *       phoneCode: () => wechat.phoneCode('ana', '13800000000'), launch: { sceneCode: 't.0f3a' } })
 *     await app.tap('加入会员')
 *     await app.see('欢迎')
 *     app.scanNext('HT1.…'); await app.tap('扫一扫')
 *     await app.assertHealthy()
 *     await app.close()
 *
 * `afterAll(closeBrowser)` once per test file. Every request of the app goes to `serverUrl`, with the path it was built
 * with. Opening again with the same `Device` finds what the app stored.
 *
 * What this cannot prove, and a phone must: the JavaScript engines of old devices (`es-gate.ts` checks the syntax),
 * native keyboards and looks, the domain whitelist, requests cut off in the background, and WeChat's review.
 */
import { Answers } from './answers.js'
import type { BootOptions, Entry, PhoneSettings, SubscribeChoice } from './contract.js'
import { Device } from './device.js'
import { entryOf, type Launch } from './launch.js'
import { Screen } from './screen.js'
import { WeappPage } from './weapp-page.js'

export { closeBrowser } from './chromium.js'
export { Device } from './device.js'
export type { Launch } from './launch.js'
export type { WeappPage } from './weapp-page.js'

export interface OpenOptions {
  /** The weapp output folder, with `app.json` in it. */
  dist: string
  /** Root of the server under test; left out, the app has no network to speak of. */
  serverUrl?: string
  /** A fresh `wx.login` code each time the app signs in; null when WeChat itself fails. */
  loginCode?: () => string | null | Promise<string | null>
  /** A phone-number code, or null for a person who refuses. */
  phoneCode?: () => string | null | Promise<string | null>
  /** Answers of a person to requests that no `subscribeNext` was prepared for, by template id. */
  subscribe?: (templateIds: string[]) => Record<string, SubscribeChoice>
  launch?: Launch
  device?: Device | Partial<PhoneSettings>
  /** What `new Function` does on this phone; both kinds exist. */
  dynamicCode?: 'dummy' | 'throw'
  /** Names of the language this phone lacks, such as `Intl`. */
  without?: string[]
}

/** Opens the app and waits until its first page is drawn. @throws when the app does not boot */
export async function openWeapp(options: OpenOptions): Promise<WeappPage> {
  const startedAt = performance.now()
  const device = options.device instanceof Device ? options.device : new Device(options.device)
  const answers = new Answers(options, device)
  const boot = (entry: Entry): BootOptions => ({
    phone: device.settings,
    storage: device.storage,
    entry,
    dynamicCode: options.dynamicCode ?? 'dummy',
    without: options.without ?? [],
    appId: 'wx0000000000000000',
  })
  const entry = { current: entryOf(options.launch) }
  const screen = await Screen.open({ dist: options.dist, answers, boot: () => boot(entry.current) })
  return new WeappPage({ screen, answers, device, entry, openMilliseconds: Math.round(performance.now() - startedAt) })
}
