/**
 * Reads a CSV file of any size row by row. Quotes may be wrong anywhere: the line on which such a row begins is reported
 * and reading goes on with the next line, so one stray quote does not swallow the rest of the file.
 */
import { createReadStream } from 'node:fs'
import { parse } from 'csv-parse'

/** A row with the number of the line it begins on, or why that line is no row. */
export type FileRow = { line: number; fields: string[] } | { line: number; fault: 'QUOTE' | 'TOO_LONG' }

interface Place {
  byte: number
  line: number
}

const CHUNK = 64 * 1024
/** A quote that is never closed would otherwise collect the whole rest of the file. */
const LONGEST_ROW = 32 * 1024
const NEWLINE = 10
const RETURN = 13

/** Rows in batches of about a thousand. Blank lines are left out. Throws what the file system throws. */
export async function* readRows(path: string): AsyncGenerator<FileRow[]> {
  let from: Place | null = { byte: 0, line: 1 }
  while (from) {
    const rows = new Rows(from)
    let fault: Fault | null = null
    for await (const chunk of createReadStream(path, { start: from.byte, highWaterMark: CHUNK })) {
      fault = await rows.take(chunk as Buffer)
      yield rows.taken()
      if (fault) break
    }
    fault ??= await rows.end()
    yield rows.taken()
    from = fault ? yield* skipLine(path, rows.place, fault) : null
  }
}

type Fault = 'QUOTE' | 'TOO_LONG'

/** The parser fed chunk by chunk, so that the rows before a fault are never lost, with our own count of lines. */
class Rows {
  /** Where the row after the last complete one begins. */
  place: Place
  private rows: FileRow[] = []
  private blank = 0
  private readonly parser

  constructor(from: Place) {
    this.place = from
    this.parser = parse({
      bom: from.byte === 0,
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: LONGEST_ROW,
      on_record: (fields: string[], info) => {
        const line = this.place.line + info.empty_lines - this.blank
        this.blank = info.empty_lines
        this.rows.push({ line, fields })
        this.place = { byte: from.byte + info.bytes, line: line + 1 + breaksIn(fields) }
        return null
      },
    })
    this.parser.on('error', () => undefined)
    this.parser.resume()
  }

  take(chunk: Buffer): Promise<Fault | null> {
    return new Promise(resolve => this.parser.write(chunk, error => resolve(error ? faultOf(error) : null)))
  }

  end(): Promise<Fault | null> {
    return new Promise(resolve => {
      this.parser.once('error', error => resolve(faultOf(error))).once('finish', () => resolve(null))
      this.parser.end()
    })
  }

  taken(): FileRow[] {
    const rows = this.rows
    this.rows = []
    return rows
  }
}

function faultOf(error: Error & { code?: string }): Fault {
  return error.code === 'CSV_MAX_RECORD_SIZE' ? 'TOO_LONG' : 'QUOTE'
}

function breaksIn(fields: string[]): number {
  let breaks = 0
  for (const field of fields) if (field.includes('\n')) breaks += field.split('\n').length - 1
  return breaks
}

/** Reports the line a faulty row begins on and answers where the next one begins; null at the end of the file. */
async function* skipLine(path: string, from: Place, fault: Fault): AsyncGenerator<FileRow[], Place | null> {
  let { byte, line } = from
  let inText = false
  for await (const chunk of createReadStream(path, { start: byte, highWaterMark: CHUNK })) {
    for (const letter of chunk as Buffer) {
      byte += 1
      if (letter === NEWLINE && inText) {
        yield [{ line, fault }]
        return { byte, line: line + 1 }
      }
      if (letter === NEWLINE) line += 1
      else if (letter !== RETURN) inText = true
    }
  }
  yield [{ line, fault }]
  return null
}
