import { createHash } from 'node:crypto'
import type { StoredImage } from '@huitou/shared/images'
import { MAX_UPLOAD_BYTES } from '@huitou/shared/images'
import { Inject, Injectable } from '@nestjs/common'
import sharp, { type Sharp } from 'sharp'
import type { Caller } from '../http.js'
import { Refusal } from '../refusal.js'
import { ImageStore, type KeptImage } from './image-store.service.js'
import {
  imagePath,
  kindOf,
  MAX_KEPT_BYTES,
  MAX_PIXELS,
  QUALITIES,
  refusalOfKind,
  refusalOfSize,
  WIDTHS,
} from './images.rules.js'

/** Each decoded picture takes some hundred megabytes for a moment, and a core. */
const AT_ONCE = 2
const MAX_WAITING = 6
const MAX_IMAGES = 5_000
const SECONDS = 10

// Nothing but the three kinds is ever decoded, whatever the bytes claim to be; one core for each picture.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp'] })
sharp.concurrency(1)
sharp.cache(false)

/** Looks at pictures, makes them small, and keeps them. */
@Injectable()
export class Images {
  private running = 0
  private readonly waiting: (() => void)[] = []

  constructor(@Inject(ImageStore) private readonly store: ImageStore) {}

  /**
   * Keeps a picture in its two sizes, turned the way it was taken and without what the camera wrote into it. The same
   * picture again is the same one. Refuses `image.kind`, `image.svg`, `image.broken`, `image.too_small`,
   * `image.too_many_pixels`, `image.too_long`, `image.too_large`, `image.full`, `server.busy`.
   */
  async add(operator: Caller['operator'], base64: string): Promise<StoredImage> {
    const bytes = Buffer.from(base64, 'base64')
    if (bytes.length > MAX_UPLOAD_BYTES) throw new Refusal('image.too_large')
    if (!kindOf(bytes)) throw new Refusal(refusalOfKind(bytes))
    if ((await this.store.count()) >= MAX_IMAGES) throw new Refusal('image.full', { limit: MAX_IMAGES })
    const sizes = await this.inTurn(() => shape(bytes))
    const id = createHash('sha256').update(sizes.wide.bytes).digest('hex')
    await this.store.put(operator, id, sizes)
    const { width, height } = sizes.wide
    return { id, path: imagePath(id), width, height, bytes: sizes.wide.bytes.length }
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= AT_ONCE) {
      if (this.waiting.length >= MAX_WAITING) throw new Refusal('server.busy')
      await new Promise<void>(resolve => this.waiting.push(resolve))
    }
    this.running += 1
    try {
      return await work()
    } finally {
      this.running -= 1
      this.waiting.shift()?.()
    }
  }
}

async function shape(bytes: Buffer): Promise<{ wide: KeptImage; small: KeptImage }> {
  const { width, height } = await sizeOf(bytes)
  const wrong = refusalOfSize(width, height)
  if (wrong) throw new Refusal(wrong, { width, height })
  return { wide: await shrunk(bytes, WIDTHS.wide), small: await shrunk(bytes, WIDTHS.small) }
}

/** Dimensions as the picture's own head says; what it decodes to is held to them by the limit of `open`. */
async function sizeOf(bytes: Buffer): Promise<{ width: number; height: number }> {
  try {
    const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata()
    return { width, height }
  } catch {
    throw new Refusal('image.broken')
  }
}

/** A JPEG no wider than this, as good as 200 KB allow: the one kind that every phone shows. */
async function shrunk(bytes: Buffer, widest: number): Promise<KeptImage> {
  try {
    for (const quality of QUALITIES) {
      const { data, info } = await open(bytes)
        .autoOrient()
        .resize({ width: widest, height: widest * 2, fit: 'inside', withoutEnlargement: true })
        .flatten({ background: '#ffffff' })
        .jpeg({ quality, progressive: true })
        .timeout({ seconds: SECONDS })
        .toBuffer({ resolveWithObject: true })
      if (data.length <= MAX_KEPT_BYTES) return { width: info.width, height: info.height, bytes: data }
    }
  } catch {
    throw new Refusal('image.broken')
  }
  throw new Refusal('image.too_large')
}

/** The first frame of what moves; a file that is cut off is broken, not half a picture. */
function open(bytes: Buffer): Sharp {
  return sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'truncated', pages: 1, sequentialRead: true })
}
