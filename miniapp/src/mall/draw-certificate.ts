/** The certificate as a picture. A canvas knows no style variables, so its few colours stand here: those of a printed card. */

export const certificateSize = { width: 750, height: 1000 }

interface Lines {
  title: string
  who: string
  what: string
  line: string
  cause: string
  day: string
  no: string
}

const PAPER = '#faf7f2'
const INK = '#221e1a'
const QUIET = '#6b635a'
const GOLD = '#a06c22'

export function drawCertificate(brush: CanvasRenderingContext2D, lines: Lines): void {
  const { width, height } = certificateSize
  brush.fillStyle = PAPER
  brush.fillRect(0, 0, width, height)
  brush.strokeStyle = GOLD
  brush.lineWidth = 4
  brush.strokeRect(40, 40, width - 80, height - 80)
  brush.textAlign = 'center'
  const write = (text: string, at: number, look: { size: number; colour: string; bold?: boolean }) => {
    brush.fillStyle = look.colour
    for (const [row, part] of partsOf(text, Math.floor((width - 160) / look.size)).entries()) {
      brush.font = `${look.bold ? 'bold ' : ''}${look.size}px sans-serif`
      brush.fillText(part, width / 2, at + row * look.size * 1.4)
    }
  }
  write(lines.title, 190, { size: 56, colour: GOLD, bold: true })
  write(lines.who, 340, { size: 48, colour: INK, bold: true })
  write(lines.what, 440, { size: 34, colour: INK })
  write(lines.line, 540, { size: 34, colour: INK })
  write(lines.cause, 680, { size: 30, colour: QUIET })
  write(lines.day, 840, { size: 28, colour: QUIET })
  write(lines.no, 890, { size: 28, colour: QUIET })
}

/** A text in rows of so many characters; wide ones count one, others half. */
export function partsOf(text: string, most: number): string[] {
  const rows: string[] = []
  let row = ''
  let wide = 0
  for (const character of text) {
    const next = character.charCodeAt(0) < 256 ? 0.55 : 1
    if (wide + next > most && row) {
      rows.push(row)
      row = ''
      wide = 0
    }
    row += character
    wide += next
  }
  return row ? [...rows, row] : rows
}
