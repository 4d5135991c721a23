/** What a picture must be before anybody decodes it, and what is made of it. Pure. */
import type { RefusalCode } from '@huitou/shared/refusals'

export type ImageKind = 'jpeg' | 'png' | 'webp'

/** The wide one is for a page of its own, the small one for lists; both at twice the points of a phone. */
export const WIDTHS = { wide: 960, small: 320 } as const
export type ImageSize = keyof typeof WIDTHS

export const MIN_SIDE = 300
export const MAX_SIDE = 6_000
export const MAX_PIXELS = MAX_SIDE * MAX_SIDE
export const MAX_RATIO = 3
/** What one kept picture may weigh. */
export const MAX_KEPT_BYTES = 200 * 1024
/** Tried in this order until a picture is light enough. */
export const QUALITIES = [82, 72, 60, 45, 30] as const

/** The kind that the first bytes tell; a name or a declared type is never believed. */
export function kindOf(bytes: Uint8Array): ImageKind | null {
  const starts = (...expected: number[]) => expected.every((byte, at) => bytes[at] === byte)
  if (starts(0xff, 0xd8, 0xff)) return 'jpeg'
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png'
  const isRiff = starts(0x52, 0x49, 0x46, 0x46)
  return isRiff && Buffer.from(bytes.subarray(8, 12)).toString('latin1') === 'WEBP' ? 'webp' : null
}

/** Why bytes that are no picture of ours are refused: drawings that may carry programs get a sentence of their own. */
export function refusalOfKind(bytes: Uint8Array): RefusalCode {
  const head = Buffer.from(bytes.subarray(0, 1_024)).toString('utf8')
  return /<svg[\s>]/i.test(head) || /<!DOCTYPE\s+svg/i.test(head) ? 'image.svg' : 'image.kind'
}

/** What is wrong with these dimensions, or nothing. */
export function refusalOfSize(width: number, height: number): RefusalCode | null {
  if (width > MAX_SIDE || height > MAX_SIDE || width * height > MAX_PIXELS) return 'image.too_many_pixels'
  if (width < MIN_SIDE || height < MIN_SIDE) return 'image.too_small'
  return Math.max(width, height) > MAX_RATIO * Math.min(width, height) ? 'image.too_long' : null
}

/** Where a picture is served. */
export function imagePath(id: string, size: ImageSize = 'wide'): string {
  return size === 'wide' ? `/images/${id}` : `/images/${id}-small`
}

/** The picture behind an address below /images; null for what is no address of ours. */
export function readImageName(name: string): { id: string; size: ImageSize } | null {
  const found = /^([0-9a-f]{64})(-small)?$/.exec(name)
  return found ? { id: found[1]!, size: found[2] ? 'small' : 'wide' } : null
}
