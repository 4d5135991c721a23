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

/** One step of an outline as the font tells it. */
export interface PathStep {
  command: string
  args: number[]
}

/**
 * An outline as path operators of PDF, in thousandths of the type size. PDF has no quadratic curves, which the font
 * uses: each becomes the cubic curve of the same shape. Throws for a step it does not know.
 */
export function pathOperators(steps: PathStep[], scale: number): string {
  let pen: number[] = [0, 0]
  const lines = steps.map(({ command, args }) => {
    const from = pen
    pen = args.length >= 2 ? args.slice(-2) : pen
    if (command === 'closePath') return 'h'
    if (command === 'moveTo') return `${numbers(args, scale)} m`
    if (command === 'lineTo') return `${numbers(args, scale)} l`
    if (command === 'bezierCurveTo') return `${numbers(args, scale)} c`
    if (command === 'quadraticCurveTo') return `${numbers(asCubic(from, args), scale)} c`
    throw new Error(`the font draws by ${command}`)
  })
  return lines.join('\n')
}

function asCubic([x0 = 0, y0 = 0]: number[], [cx = 0, cy = 0, x = 0, y = 0]: number[]): number[] {
  const third = (end: number, control: number) => end + (2 / 3) * (control - end)
  return [third(x0, cx), third(y0, cy), third(x, cx), third(y, cy), x, y]
}

/** Coordinates to a tenth of a thousandth of the type size, which is finer than any printer. */
function numbers(values: number[], scale: number): string {
  return values.map(value => String(Math.round(value * scale * 10) / 10)).join(' ')
}
