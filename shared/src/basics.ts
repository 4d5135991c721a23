import { z } from 'zod'

/** An opaque id: decimal digits, at most 2^53 − 1. Clients keep it as text. */
export const Id = z.string().regex(/^[1-9]\d{0,15}$/)
/** An instant, ISO 8601 in UTC with milliseconds. */
export const Instant = z.iso.datetime()
/** A calendar day in the store's own time zone, "2026-03-31". */
export const Day = z.iso.date()
export const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)
export const Points = z.int()
export const Fen = z.int()
/** A sentence in both languages. */
export const Text = z.object({ zh: z.string(), en: z.string() })
export type Text = z.infer<typeof Text>
/** Where the next page starts, a place in its list as decimal digits; absent on the last page. */
export const Cursor = z.string().regex(/^\d{1,16}$/)
export const Limit = z.coerce.number().int().min(1).max(100)
/** Made once by the client for one intention and sent again on every retry. */
export const RequestId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/)
export const Done = z.object({ done: z.literal(true) })

/** A page of a list with the cursor of the next one. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: Cursor.nullable() })
}

/** Which page of a list. */
export const page = z.object({ cursor: Cursor.optional(), limit: Limit.optional() })
/** Whose record a path names. */
export const byId = z.object({ id: Id })
export const byMember = z.object({ memberNo: z.string().max(20) })
export const byMonth = z.object({ month: Month })
