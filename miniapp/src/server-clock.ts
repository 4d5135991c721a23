/** The server's clock as far as answers have told it: phones are often minutes off, and some are set to another year. */

let aheadMs = 0

/** Learns from the Date header of an answer. A missing or unreadable header teaches nothing. */
export function noteServerDate(header: Record<string, unknown> | undefined): void {
  const text = header?.date ?? header?.Date
  const at = typeof text === 'string' ? Date.parse(text) : Number.NaN
  if (!Number.isNaN(at)) aheadMs = at - Date.now()
}

/** Milliseconds since 1970 by the server's clock. For words such as "3 分钟前" only, never for what is valid. */
export function serverNow(): number {
  return Date.now() + aheadMs
}
