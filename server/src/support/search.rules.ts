/** What an operator means by what was typed into the search field. Pure. */
export type Search = { kind: 'ALL' | 'PHONE' | 'LAST_FOUR' | 'NUMBER' | 'NAME'; text: string }

/** Eleven digits from 1 are a phone, four are its end (or begin a member number), other digits a member number. */
export function searchOf(typed: string): Search {
  const text = typed.trim()
  const digits = text.replace(/[\s-]/g, '')
  if (text === '') return { kind: 'ALL', text }
  if (!/^\d+$/.test(digits)) return { kind: 'NAME', text }
  if (/^1\d{10}$/.test(digits)) return { kind: 'PHONE', text: digits }
  return { kind: digits.length === 4 ? 'LAST_FOUR' : 'NUMBER', text: digits }
}
