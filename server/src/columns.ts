/** The few column types the tables use, named once so that migrations and table classes cannot drift in spelling. */
import { Column, type ColumnOptions } from 'typeorm'

/** Options that fit a primary key as well as an ordinary column. */
type Plain = ColumnOptions & { nullable?: false }

type Extra = Pick<ColumnOptions, 'nullable' | 'default'>

/** 64-bit whole numbers; the application keeps them below 2^53. */
export function big(): Plain
export function big(extra: Extra): ColumnOptions
export function big(extra: Extra = {}): ColumnOptions {
  return { type: 'bigint', transformer: safeInteger, ...extra }
}

export function small(): Plain
export function small(extra: Extra): ColumnOptions
export function small(extra: Extra = {}): ColumnOptions {
  return { type: 'smallint', ...extra }
}

export function tiny(): Plain
export function tiny(extra: Extra): ColumnOptions
export function tiny(extra: Extra = {}): ColumnOptions {
  return { type: 'tinyint', ...extra }
}

/** An instant in UTC with milliseconds. */
export function instant(): Plain
export function instant(extra: Extra): ColumnOptions
export function instant(extra: Extra = {}): ColumnOptions {
  return { type: 'datetime', precision: 3, ...extra }
}

export function text(length: number): Plain
export function text(length: number, extra: Extra): ColumnOptions
export function text(length: number, extra: Extra = {}): ColumnOptions {
  return { type: 'varchar', length, ...extra }
}

export function bytes(length: number): Plain
export function bytes(length: number, extra: Extra): ColumnOptions
export function bytes(length: number, extra: Extra = {}): ColumnOptions {
  return { type: 'binary', length, ...extra }
}

const safeInteger = {
  to: (value: unknown) => value,
  from(value: string | number | null): number | null {
    if (value === null) return null
    const number = Number(value)
    if (!Number.isSafeInteger(number)) throw new RangeError('a stored number is beyond 2^53')
    return number
  },
}

/** Why and by whom a version was published, and by which request: what `publishVersion` writes. */
export abstract class PublishedColumns {
  @Column(text(200)) reason!: string
  @Column(instant()) published_at!: Date
  @Column(text(84)) published_by!: string
  @Column(text(100)) request_key!: string
  @Column(bytes(32)) body_hash!: Buffer
}
