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
  /** The smallest phone there still is. */
  small?: boolean
  language?: 'zh-CN' | 'en-US'
}

export interface Visitor {
  page: Page
  context: BrowserContext
  /** What went wrong on the page so far: script errors, and answers of 500 and above. */
  errors: string[]
  /** Photographs the page into the folder of pictures; `whole` as high as what it scrolls. */
  picture(name: string, whole?: boolean): Promise<void>
}

export class Eyes {
  private constructor(private readonly browser: Browser) {}

  /** @param textPx the size of text chosen in the browser's own settings; 16 is what nobody chose */
  static async open(textPx = 16): Promise<Eyes> {
    const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
    const args = [...FLAGS, `--blink-settings=defaultFontSize=${textPx}`]
    return new Eyes(await chromium.launch({ executablePath, headless: true, args }))
  }

  /** Somebody new: nothing stored, nobody signed in. */
  async visitor(look: Look = {}): Promise<Visitor> {
    const phone = look.small ? { width: 320, height: 568 } : { width: 390, height: 844 }
    const size = look.desk ? { width: 1366, height: 768 } : phone
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
    const picture = async (name: string, whole = false) => {
      mkdirSync(PICTURES, { recursive: true })
      if (whole) await page.setViewportSize({ ...size, height: size.height + (await page.evaluate(hiddenHeight)) })
      await page.screenshot({ path: path.join(PICTURES, `${name}.png`) })
      if (whole) await page.setViewportSize(size)
    }
    return { page, context, errors, picture }
  }

  async close(): Promise<void> {
    await this.browser.close()
  }
}

/** Runs in the page: how much of it lies below what is seen, in pixels. */
function hiddenHeight(): number {
  const hidden = [...document.querySelectorAll('*')]
    .filter(element => /auto|scroll/.test(getComputedStyle(element).overflowY) && element.clientHeight > 0)
    .map(element => element.scrollHeight - element.clientHeight)
  return Math.min(6000, Math.max(0, ...hidden))
}
