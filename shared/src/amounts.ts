/** Points and money as whole numbers. Money is in fen (1 yuan = 100 fen), points have no fraction. */

/** The largest bill that is accepted: one million yuan, in fen. Anything above is a typing mistake. */
export const MAX_BILL_FEN = 100_000_000

/** Parses what a person types as yuan ("88", "88.5", "88.50") into fen; null when it is not an exact, positive amount. */
export function parseYuan(text: string): number | null {
  const match = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(text.trim())
  if (!match) return null
  const fen = Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0') || '0')
  return fen > 0 ? fen : null
}

/** "8850" fen as "88.50", with thousands separators in the yuan part. */
export function formatFen(fen: number): string {
  const sign = fen < 0 ? '−' : ''
  const whole = Math.abs(fen)
  const cents = String(whole % 100)
  return `${sign}${grouped(Math.floor(whole / 100))}.${cents.length < 2 ? `0${cents}` : cents}`
}

/** "8850" fen as "¥88.50". */
export function formatYuan(fen: number): string {
  return fen < 0 ? `−¥${formatFen(-fen)}` : `¥${formatFen(fen)}`
}

/** 1280 as "1,280"; negative numbers carry a true minus sign. */
export function formatPoints(points: number): string {
  return `${points < 0 ? '−' : ''}${grouped(Math.abs(points))}`
}

/** A change of points with its sign: "+128", "−20", "0". */
export function formatChange(points: number): string {
  return points > 0 ? `+${grouped(points)}` : formatPoints(points)
}

/** "13812341234" as "138****1234"; anything shorter than seven characters is hidden whole. */
export function maskPhone(phone: string): string {
  return phone.length < 7 ? '****' : `${phone.slice(0, 3)}****${phone.slice(-4)}`
}

/** A member number or code in groups of four, as it is read aloud: "6285 1234 0987". */
export function inGroups(digits: string): string {
  return digits.replace(/(\d{4})(?=\d)/g, '$1 ')
}

// Written by hand because the mini-program's engine has no dependable Intl.
function grouped(whole: number): string {
  return String(whole).replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}
