/** Which file of a font that is split by character holds a character. */

/** The files of a split font, each with the characters it holds: "U+4e00-4e0f,U+6789". */
export type Subsets = Record<string, string>

interface Range {
  from: number
  to: number
  file: string
}

/** Ranges in ascending order, ready to be searched. */
export function rangesOf(subsets: Subsets): Range[] {
  const ranges = Object.entries(subsets).flatMap(([file, list]) => list.split(',').map(text => rangeOf(text, file)))
  return ranges.sort((a, b) => a.from - b.from)
}

/** Files that hold the character, the likeliest first; a character may be in several, and then in the last by name. */
export function filesOf(ranges: Range[], character: string): string[] {
  const point = character.codePointAt(0) ?? 0
  const found = ranges.filter(range => range.from <= point && point <= range.to).map(range => range.file)
  return [...new Set(found)]
}

function rangeOf(text: string, file: string): Range {
  const [from = '', to = from] = text.trim().replace(/^U\+/i, '').split('-')
  return { from: Number.parseInt(from, 16), to: Number.parseInt(to, 16), file }
}
