import { readFileSync } from 'node:fs'
import { join, normalize } from 'node:path'
import type { BrowserContext, Page, Route } from 'playwright-core'
import type { Answers } from './answers.js'
import { sharedBrowser } from './chromium.js'
import type { BootOptions, NativeQuestion } from './contract.js'
import { compiledApp, hostScript } from './host-bundle.js'

/** Nothing listens here: every request of the page is answered by `respond` below. */
const ORIGIN = 'https://weapp.test'
/** The screen of the design: an iPhone 14. */
const VIEWPORT = { width: 390, height: 844 }
/** Milliseconds after which a step of the browser itself gives up. */
const STEP_TIMEOUT = 10_000
const SHELL = new URL('./shell.html', import.meta.url)
const TYPES: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  svg: 'image/svg+xml',
  webp: 'image/webp',
  wav: 'audio/wav',
  mp3: 'audio/mpeg',
}

interface ScreenOptions {
  dist: string
  answers: Answers
  /** Read again at every load, so that a reload finds what the app stored meanwhile. */
  boot: () => BootOptions
}

/** One page of the browser that is a phone showing the app. */
export class Screen {
  /** What the browser itself printed as an error. */
  readonly consoleErrors: string[] = []

  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    private readonly options: ScreenOptions,
    private readonly host: string,
  ) {}

  static async open(options: ScreenOptions): Promise<Screen> {
    const browser = await sharedBrowser()
    const context = await browser.newContext({
      viewport: VIEWPORT,
      deviceScaleFactor: 2,
      hasTouch: true,
      isMobile: true,
      colorScheme: options.boot().phone.theme,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      serviceWorkers: 'block',
    })
    context.setDefaultTimeout(STEP_TIMEOUT)
    const page = await context.newPage()
    const screen = new Screen(page, context, options, await hostScript())
    page.on('console', message => {
      if (message.type() === 'error' && !message.text().startsWith('[Intervention]'))
        screen.consoleErrors.push(message.text())
    })
    page.on('pageerror', error => screen.consoleErrors.push(String(error.stack ?? error)))
    await page.exposeFunction('__weappNative', (question: NativeQuestion, details: unknown[]) =>
      options.answers.ask(question, details),
    )
    await page.route('**/*', route => screen.respond(route))
    try {
      await screen.load()
    } catch (error) {
      await screen.close()
      throw error
    }
    return screen
  }

  /** Starts the app from nothing, as WeChat does after it was closed. @throws what made booting fail */
  async load(): Promise<void> {
    this.consoleErrors.length = 0
    await this.page.goto(`${ORIGIN}/`, { waitUntil: 'domcontentloaded' })
    const failure = await this.page.evaluate(() => (window.__weapp?.control ? window.__weapp.failure : 'no control'))
    if (failure) throw new Error([`the app did not boot: ${failure}`, ...this.consoleErrors].join('\n'))
  }

  async close(): Promise<void> {
    this.options.answers.abortAll()
    await this.context.close()
  }

  private async respond(route: Route): Promise<void> {
    const url = new URL(route.request().url())
    if (url.origin !== ORIGIN) return this.fromServer(route)
    const script = (body: string) => route.fulfill({ contentType: 'text/javascript; charset=utf-8', body })
    if (url.pathname === '/') {
      return route.fulfill({ contentType: 'text/html; charset=utf-8', body: readFileSync(SHELL, 'utf8') })
    }
    if (url.pathname === '/boot.js') return script(`window.__weappBoot = ${JSON.stringify(this.options.boot())}`)
    if (url.pathname === '/host.js') return script(this.host)
    if (url.pathname === '/app.js') return script(compiledApp(this.options.dist).script)
    if (url.pathname.startsWith('/asset/')) return this.asset(route, decodeURIComponent(url.pathname.slice(7)))
    return route.fulfill({ status: url.pathname === '/favicon.ico' ? 204 : 404, body: '' })
  }

  /** A picture of another origin is one of the server under test; without a server there is none. */
  private async fromServer(route: Route): Promise<void> {
    try {
      await route.fulfill({
        response: await route.fetch({ url: this.options.answers.onServer(route.request().url()) }),
      })
    } catch {
      await route.abort('connectionfailed').catch(() => undefined)
    }
  }

  private async asset(route: Route, path: string): Promise<void> {
    const file = normalize(path)
    if (file.startsWith('..')) return route.fulfill({ status: 403, body: '' })
    try {
      const body = readFileSync(join(this.options.dist, file))
      return await route.fulfill({ contentType: TYPES[file.split('.').at(-1) ?? ''], body })
    } catch {
      return route.fulfill({ status: 404, body: '' })
    }
  }
}
