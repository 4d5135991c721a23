import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { PNG } from 'pngjs'

// The package is CommonJS that exports its function both ways.
const { default: decode } = createRequire(import.meta.url)('jsqr') as { default: typeof import('jsqr').default }

/** Reads the QR code on a screenshot as a camera would; null when there is none it can read. */
export function readQr(png: Buffer): string | null {
  const { data, width, height } = PNG.sync.read(png)
  return decode(new Uint8ClampedArray(data), width, height)?.data ?? null
}

/** Holds a camera to the page until it reads a code, ten seconds at most: a canvas is drawn a moment after its page. */
export async function cameraReads(page: Page): Promise<string> {
  for (let attempt = 0; attempt < 40; attempt += 1) {
    const text = readQr(await page.screenshot())
    if (text) return text
    await page.waitForTimeout(250)
  }
  throw new Error('there is no QR code on the screen')
}
