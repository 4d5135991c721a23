/** Pictures that operators upload: looked at by the server, made small, and named by what is in them. */
import { z } from 'zod'

/** SHA-256 of the picture as it is kept, in hexadecimal: the same picture has the same name for ever. */
export const ImageId = z.string().regex(/^[0-9a-f]{64}$/)
export type ImageId = z.infer<typeof ImageId>

/** Bytes of a file before it is sent; what is larger is made smaller in the browser first. */
export const MAX_UPLOAD_BYTES = 2 * 1024 * 1024

/** JPEG, PNG or WebP in base64. */
export const ImageBody = z.object({
  base64: z
    .string()
    .min(4)
    .max(Math.ceil(MAX_UPLOAD_BYTES / 3) * 4)
    .regex(/^[A-Za-z0-9+/]+={0,2}$/),
})
export const StoredImage = z.object({
  id: ImageId,
  /** Where it is served, below the server's address; `-small` behind it is the one for lists. */
  path: z.string(),
  width: z.int(),
  height: z.int(),
  bytes: z.int(),
})
export type StoredImage = z.infer<typeof StoredImage>
