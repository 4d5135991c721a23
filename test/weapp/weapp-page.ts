import type { Answers } from './answers.js'
import type {
  Control,
  Entry,
  PhoneSettings,
  PhoneState,
  RuntimeStats,
  ScanAnswer,
  SubscribeChoice,
} from './contract.js'
import type { Device } from './device.js'
import { entryOf, type Launch } from './launch.js'
import type { Screen } from './screen.js'

const PATIENCE = 10_000
/** How often a waiting step looks at the page again, in milliseconds. */
const GLANCE = 40

export interface WaitOptions {
  /** Milliseconds before giving up; 10000 when left out. */
  timeout?: number
}

export interface WeappParts {
  screen: Screen
  answers: Answers
  device: Device
  entry: { current: Entry }
  openMilliseconds: number
}

/** One open app, from a person's side. Steps wait for what they need and say what was on the screen when it never came. */
export class WeappPage {
  /** From `openWeapp` to the first page, in milliseconds. */
  readonly openMilliseconds: number
  readonly device: Device

  constructor(private readonly parts: WeappParts) {
    this.openMilliseconds = parts.openMilliseconds
    this.device = parts.device
  }

  /** Playwright's page, for what has no word of its own here. */
  get page() {
    return this.parts.screen.page
  }

  /** Everything readable: the page's title, the page in front, and what WeChat shows over it. The tab bar is left out. */
  text(): Promise<string> {
    return this.control('text')
  }

  /** Waits until a text (white space aside) or pattern is on the screen. @throws with the screen's text */
  async see(wanted: string | RegExp, options: WaitOptions = {}): Promise<void> {
    await this.until(async () => contains(await this.text(), wanted), `to see ${wanted}`, options)
  }

  /** Waits until a text is no longer on the screen. */
  async gone(unwanted: string | RegExp, options: WaitOptions = {}): Promise<void> {
    await this.until(async () => !contains(await this.text(), unwanted), `${unwanted} to go`, options)
  }

  /** Taps what carries this text, aria label or placeholder, or matches a selector (`.a`, `#b`, `[c]`, `wx-button`). */
  async tap(target: string, options: WaitOptions = {}): Promise<void> {
    const selector = await this.find(target, 'tap', options)
    await this.page
      .locator(selector)
      .first()
      .tap({ timeout: options.timeout ?? PATIENCE })
  }

  /** Holds a finger on something until WeChat calls it a long press. */
  async longPress(target: string, options: WaitOptions = {}): Promise<void> {
    const locator = this.page.locator(await this.find(target, 'tap', options)).first()
    await locator.scrollIntoViewIfNeeded()
    const box = await locator.boundingBox()
    if (!box) throw new Error(`${target} has no place on the screen`)
    const point = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
    const session = await this.page.context().newCDPSession(this.page)
    await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] })
    await this.page.waitForTimeout(700)
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
    await session.detach()
  }

  /** Types into the field with this placeholder, aria label or text before it, key by key, and leaves it. */
  async fill(field: string, value: string, options: WaitOptions = {}): Promise<void> {
    const locator = this.page.locator(await this.find(field, 'input', options)).first()
    await locator.fill('', { timeout: options.timeout ?? PATIENCE })
    await locator.pressSequentially(value)
    await locator.blur()
  }

  /** What stands in a field. */
  async value(field: string, options: WaitOptions = {}): Promise<string> {
    return this.page
      .locator(await this.find(field, 'input', options))
      .first()
      .inputValue()
  }

  /** Opens a picker and chooses by label (selectors) or value (dates, times, regions); null leaves it unchanged. */
  async choose(picker: string, value: string | string[] | null): Promise<void> {
    await this.tap(picker)
    await this.until(() => this.control('pick', value), `${picker} to offer ${value}`)
  }

  /** Taps a tab of the tab bar. */
  async tab(name: string): Promise<void> {
    await this.page.locator('#tabs .tab', { hasText: name }).tap({ timeout: PATIENCE })
  }

  /** Goes back one page, as the bar's arrow and the phone's gesture do. */
  back(): Promise<void> {
    return this.control('back')
  }

  /** Pulls the page down and waits until it says it is refreshed. @throws when pulling is off for this page */
  async pullDown(options: WaitOptions = {}): Promise<void> {
    await this.control('pullDown')
    await this.until(async () => !(await this.control('isRefreshing')), 'the refresh to end', options)
  }

  /** Scrolls to the end of the page, where lists load more. */
  scrollToBottom(): Promise<void> {
    return this.control('scrollToBottom')
  }

  /** Cuts the network: what is under way fails, what follows fails at once. */
  offline(): Promise<void> {
    return this.change({ online: false })
  }

  online(): Promise<void> {
    return this.change({ online: true })
  }

  /** Changes the phone while the app runs: theme, font size, network, brightness. */
  async change(settings: Partial<PhoneSettings>): Promise<void> {
    Object.assign(this.device.settings, settings)
    if (settings.theme) await this.page.emulateMedia({ colorScheme: settings.theme })
    await this.control('setPhone', settings)
  }

  /** What the camera reads the next time the app opens it; null is a person who closes it. */
  scanNext(answer: string | ScanAnswer | null) {
    this.parts.answers.scans.push(typeof answer === 'string' ? { result: answer } : answer)
  }

  /** How the person answers the next request to subscribe, by template id. */
  subscribeNext(choices: Record<string, SubscribeChoice>) {
    this.parts.answers.subscriptions.push(choices)
  }

  /** Puts WeChat in the background. */
  background(): Promise<void> {
    return this.control('background')
  }

  /** Comes back: as it was left, or through another code or link. */
  foreground(launch?: Launch): Promise<void> {
    return this.control('foreground', launch ? entryOf(launch) : null)
  }

  /** Closes the app and starts it from nothing on the same phone. Recorded stats start anew. */
  async restart(launch?: Launch): Promise<void> {
    if (launch) this.parts.entry.current = entryOf(launch)
    await this.parts.screen.load()
  }

  /** The page stack from bottom to top. */
  pages(): Promise<{ route: string; query: Record<string, string> }[]> {
    return this.control('pages')
  }

  /** Route of the page in front, such as `pages/home/index`. */
  async route(): Promise<string> {
    return (await this.pages()).at(-1)?.route ?? ''
  }

  /** What the app did to the phone: brightness, clipboard, vibrations, badges. */
  phone(): Promise<PhoneState> {
    return this.control('phone')
  }

  /** What the page would share from WeChat's menu. */
  share(): Promise<unknown> {
    return this.control('share')
  }

  stats(): Promise<RuntimeStats> {
    return this.control('stats')
  }

  /** Photographs the screen after fonts and pictures are there. */
  async screenshot(path: string): Promise<void> {
    await this.page.evaluate(async () => {
      await document.fonts.ready
      await Promise.all([...document.images].map(image => image.decode().catch(() => undefined)))
    })
    await this.page.screenshot({ path, animations: 'disabled' })
  }

  /**
   * Fails on everything a phone would stumble over: errors, `wx` members the host lacks, dynamic code, and values that
   * do not survive `setData`. Browser globals may be probed (`typeof window`); using one shows up as an error.
   */
  async assertHealthy(): Promise<void> {
    const { errors, unknownApis, dynamicCode, setData } = await this.stats()
    const problems = [
      ...errors,
      ...Object.entries(unknownApis).map(([name, count]) => `wx.${name} is not in the host, used ${count} times`),
      ...dynamicCode.map(code => `dynamic code: ${code.slice(0, 200)}`),
      ...setData.lost.map(path => `lost in setData: ${path}`),
      ...this.parts.screen.consoleErrors.map(text => `console: ${text}`),
    ]
    if (problems.length > 0) throw new Error(`The app is not healthy:\n${problems.join('\n')}`)
  }

  close(): Promise<void> {
    return this.parts.screen.close()
  }

  private control<Name extends keyof Control>(
    name: Name,
    ...parameters: Parameters<Control[Name]>
  ): Promise<Awaited<ReturnType<Control[Name]>>> {
    return this.page.evaluate(
      ([member, values]) => {
        const { control } = window.__weapp
        if (!control) throw new Error('the app has not booted')
        return (control[member as keyof Control] as (...values: unknown[]) => unknown)(...(values as unknown[]))
      },
      [name, parameters] as const,
    ) as Promise<Awaited<ReturnType<Control[Name]>>>
  }

  private async find(target: string, as: 'tap' | 'input', options: WaitOptions): Promise<string> {
    let selector: string | null = null
    const found = async () => {
      selector = await this.control('find', target, as)
      return selector !== null
    }
    await this.until(found, `to find ${target}`, options)
    return selector ?? ''
  }

  private async until(happened: () => Promise<boolean>, what: string, options: WaitOptions = {}): Promise<void> {
    const deadline = performance.now() + (options.timeout ?? PATIENCE)
    while (!(await happened())) {
      if (performance.now() > deadline) throw await this.disappointment(what)
      await this.page.waitForTimeout(GLANCE)
    }
  }

  private async disappointment(what: string): Promise<Error> {
    const { errors } = await this.stats()
    const lines = [`waited ${what} on ${await this.route()}, which shows:`, await this.text()]
    if (errors.length > 0) lines.push('errors so far:', ...errors.slice(0, 5))
    return new Error(lines.join('\n'))
  }
}

function contains(text: string, wanted: string | RegExp): boolean {
  const squeezed = (value: string) => value.replace(/\s+/g, '')
  return typeof wanted === 'string' ? squeezed(text).includes(squeezed(wanted)) : wanted.test(text)
}
