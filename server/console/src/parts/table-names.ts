/** Reads the names of tables as people write them: a list, or ranges such as "A1–A20". */

export const TABLES_PER_SAVE = 200
export const NAME_LENGTH = 20
// A range is written by hand; anything longer is a typing mistake, and would only be cut by the limit of a save.
const RANGE_LENGTH = 500
const LONGEST_RANGE = 60
// Commas, semicolons and the tilde are written as codes where they are the full-width ones, which look the same.
const BETWEEN = /[\n\r,\uff0c\u3001;\uff1b]+/
const RANGE = /^(\D*)(\d{1,6})(\D*?)\s*(?:-|–|—|~|\uff5e|到|至)\s*(\D*)(\d{1,6})(\D*)$/

export interface TableNames {
  /** New names in the order written, without repeats. */
  names: string[]
  repeated: string[]
  tooLong: string[]
  /** Names the store has already. */
  taken: string[]
  /** Ranges that run backwards or change their letters, "A9–A1", "A1–B5". */
  wrongRanges: string[]
}

/** Splits at lines, commas and semicolons of either width; spaces may stand inside a name. */
export function readTableNames(text: string, existing: readonly string[]): TableNames {
  const result: TableNames = { names: [], repeated: [], tooLong: [], taken: [], wrongRanges: [] }
  const seen = new Set<string>()
  const known = new Set(existing)
  for (const piece of text.split(BETWEEN).map(part => part.trim())) {
    if (!piece) continue
    const range = rangeOf(piece)
    if (range === 'wrong') result.wrongRanges.push(piece)
    else for (const name of range ?? [piece]) sort(name)
  }
  return result

  function sort(name: string) {
    if (name.length > NAME_LENGTH) result.tooLong.push(name)
    else if (known.has(name)) result.taken.push(name)
    else if (seen.has(name)) result.repeated.push(name)
    else {
      seen.add(name)
      result.names.push(name)
    }
  }
}

/** "A01–A12" or "1号-8号" as its names, leading zeros kept; null when the text is not a range. */
function rangeOf(text: string): string[] | 'wrong' | null {
  const match = text.length <= LONGEST_RANGE ? RANGE.exec(text) : null
  if (!match) return null
  const [, prefix = '', first = '', firstSuffix = '', secondPrefix = '', last = '', suffix = ''] = match
  if ((secondPrefix && secondPrefix !== prefix) || (firstSuffix && firstSuffix !== suffix)) return 'wrong'
  const [from, to] = [Number(first), Number(last)]
  if (to < from || to - from >= RANGE_LENGTH) return 'wrong'
  const width = first.startsWith('0') ? first.length : 0
  return Array.from(
    { length: to - from + 1 },
    (_, index) => `${prefix}${String(from + index).padStart(width, '0')}${suffix}`,
  )
}
