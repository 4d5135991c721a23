/** Random words that stand for something: table scenes, staff invitations, POS keys. Bytes come in, text goes out. */

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
// No 0, 1, I or O: an invitation is read aloud and typed by hand. 32 letters, so five bits each.
const BASE32 = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

export const SCENE_LENGTH = 20
export const INVITE_LENGTH = 12

/**
 * `length` letters of an alphabet from random bytes, each letter equally likely; null when the bytes do not suffice
 * because too many fell into the part of 0–255 that would favour the first letters.
 */
function lettersOf(bytes: Uint8Array, alphabet: string, length: number): string | null {
  const fair = 256 - (256 % alphabet.length)
  const letters = [...bytes].filter(byte => byte < fair).map(byte => alphabet[byte % alphabet.length])
  return letters.length < length ? null : letters.slice(0, length).join('')
}

/** Draws until the bytes suffice. `random` answers that many random bytes. */
function drawn(random: (size: number) => Uint8Array, alphabet: string, length: number): string {
  for (;;) {
    const letters = lettersOf(random(length * 2), alphabet, length)
    if (letters) return letters
  }
}

/** The scene of a table code: 20 letters and digits, well below WeChat's 32, beyond guessing (119 bits). */
export function newScene(random: (size: number) => Uint8Array): string {
  return drawn(random, BASE62, SCENE_LENGTH)
}

/** A staff invitation: 12 letters and digits that cannot be confused (60 bits). */
export function newInvite(random: (size: number) => Uint8Array): string {
  return drawn(random, BASE32, INVITE_LENGTH)
}

/** A POS key: "htp_" and 40 letters and digits. The prefix lets secret scanners find a leaked one. */
export function newPosKey(random: (size: number) => Uint8Array): string {
  return `htp_${drawn(random, BASE62, 40)}`
}

/** An invitation as it was issued, however it was typed: lower case, in groups, with dashes. */
export function typedInvite(text: string): string {
  return text.replace(/[\s-]/g, '').toUpperCase()
}
