/** What the amount pad writes: yuan as text, so that no amount is ever a floating number. */

export type PadKey = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '.' | 'BACK'

/** The text after a key. A key that would make no amount (a second point, a third decimal) changes nothing. */
export function pressed(text: string, key: PadKey): string {
  if (key === 'BACK') return text.slice(0, -1)
  const next = tidied(text + key)
  // Seven digits of yuan: a bill may not exceed one million.
  return /^\d{1,7}(\.\d{0,2})?$/.test(next) ? next : text
}

/** ".5" becomes "0.5", "007" becomes "7". */
function tidied(text: string): string {
  return (text.startsWith('.') ? `0${text}` : text).replace(/^0+(?=\d)/, '')
}

/** The text with separators while it is being typed: "1288.5" as "1,288.5". */
export function shownAmount(text: string): string {
  const [yuan = '', decimals] = text.split('.')
  const grouped = yuan.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return decimals === undefined ? grouped : `${grouped}.${decimals}`
}
