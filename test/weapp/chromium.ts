import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const SWITCHES = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

let browser: Promise<Browser> | null = null

/** Where Chromium is: `CHROMIUM_PATH`, or a known name on PATH. @throws when there is none */
export function chromiumPath(): string {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const candidates = NAMES.flatMap(name => folders.map(folder => join(folder, name)))
  const found = [process.env.CHROMIUM_PATH, ...candidates].find(path => path && existsSync(path))
  if (!found) throw new Error('No Chromium: install one or set CHROMIUM_PATH to it')
  return found
}

/** The one browser of this process, started on first use with a profile folder of its own that goes with it. */
export function sharedBrowser(): Promise<Browser> {
  browser ??= chromium.launch({ executablePath: chromiumPath(), headless: true, args: SWITCHES })
  return browser
}

/** Ends the browser of this process and every page in it. Call it once, after the last test of a file. */
export async function closeBrowser(): Promise<void> {
  const open = browser
  browser = null
  await (await open)?.close()
}
