import { createRequire } from 'node:module'
import { PNG } from 'pngjs'

// The package is CommonJS that exports its function both ways.
const { default: decode } = createRequire(import.meta.url)('jsqr') as { default: typeof import('jsqr').default }

/** Reads the QR code on a screenshot as a camera would; null when there is none it can read. */
export function readQr(png: Buffer): string | null {
  const { data, width, height } = PNG.sync.read(png)
  return decode(new Uint8ClampedArray(data), width, height)?.data ?? null
}
