/** Real pages in a real browser: phones with a storage of their own, and the operators' desk. */
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const PICTURES = path.resolve(import.meta.dirname, '../../.data/pictures')

export interface Look {
  dark?: boolean
  /** Desk size instead of a phone. */
  desk?: boolean
  language?: 'zh-CN' | 'en-US'
}

export interface Visitor {
  page: Page
  context: BrowserContext
  /** What went wrong on the page so far: script errors, and answers of 500 and above. */
  errors: string[]
  /** Photographs the page into the folder of pictures. */
  picture(name: string): Promise<void>
}

export class Eyes {
  private constructor(private readonly browser: Browser) {}

  static async open(): Promise<Eyes> {
    const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
    return new Eyes(await chromium.launch({ executablePath, headless: true, args: FLAGS }))
  }

  /** Somebody new: nothing stored, nobody signed in. */
  async visitor(look: Look = {}): Promise<Visitor> {
    const size = look.desk ? { width: 1366, height: 768 } : { width: 390, height: 844 }
    const context = await this.browser.newContext({
      viewport: size,
      deviceScaleFactor: look.desk ? 1 : 2,
      hasTouch: !look.desk,
      isMobile: !look.desk,
      locale: look.language ?? 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      colorScheme: look.dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
    })
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    const errors: string[] = []
    page.on('pageerror', error => errors.push(error.message))
    page.on('response', response => {
      if (response.status() >= 500) errors.push(`${response.status()} ${new URL(response.url()).pathname}`)
    })
    const picture = async (name: string) => {
      mkdirSync(PICTURES, { recursive: true })
      await page.screenshot({ path: path.join(PICTURES, `${name}.png`) })
    }
    return { page, context, errors, picture }
  }

  async close(): Promise<void> {
    await this.browser.close()
  }
}
