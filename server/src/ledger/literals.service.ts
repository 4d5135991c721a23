/** Values as SQL text. A batch is one long text: half of what it costs this process is putting that together. */
import { escape as quoted } from 'mysql2'

export type Literal = string | number | Date | Buffer | null

export const list = (ids: number[]): string => ids.map(id => literal(id)).join(',')

/** "(1,'a'),(2,'b')", appended piece by piece. */
export function listed(tuples: Literal[][]): string {
  let text = ''
  for (const values of tuples) text += (text ? ',' : '') + tuple(values)
  return text
}

function tuple(values: Literal[]): string {
  let text = '('
  let comma = ''
  for (const value of values) {
    text += comma + literal(value)
    comma = ','
  }
  return `${text})`
}

/** A value as SQL text. Numbers must be whole and safe; strings go through the driver's own escaping. */
export function literal(value: Literal): string {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new RangeError(`not a whole number: ${value}`)
    return String(value)
  }
  if (value === null) return 'NULL'
  if (typeof value === 'string') return quoted(value)
  return value instanceof Date ? instant(value) : `x'${value.toString('hex')}'`
}

const instants = new Map<number, string>()
const INSTANTS_KEPT = 1000

/** Most instants of a batch are the same few: the present, the end of a lot, the start of a day. */
function instant(value: Date): string {
  const ms = value.getTime()
  const known = instants.get(ms)
  if (known) return known
  if (instants.size >= INSTANTS_KEPT) instants.clear()
  const text = `'${value.toISOString().slice(0, 23).replace('T', ' ')}'`
  instants.set(ms, text)
  return text
}
