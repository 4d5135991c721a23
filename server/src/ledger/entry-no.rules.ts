/** The number people quote for an entry: the journal's id in Crockford's base 32, which has no letters to mix up. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

export function entryNoOf(journalId: number): string {
  let rest = journalId
  let text = ''
  do {
    text = DIGITS[rest % 32] + text
    rest = Math.floor(rest / 32)
  } while (rest > 0)
  return text
}

/** The journal's id, or null when it cannot be one. I, L and O are read as the digits they look like. */
export function journalIdOf(entryNo: string): number | null {
  let id = 0
  for (const letter of entryNo.toUpperCase().replace(/[\s-]/g, '').replace(/[IL]/g, '1').replace(/O/g, '0')) {
    const digit = DIGITS.indexOf(letter)
    if (digit < 0) return null
    id = id * 32 + digit
  }
  return id > 0 && Number.isSafeInteger(id) ? id : null
}
