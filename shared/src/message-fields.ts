/**
 * What WeChat takes in each type of template field, for subscribe messages and category templates of official accounts
 * alike. A value it would refuse costs the send (47003), so every one is made to fit beforehand. Pure.
 */

export const FIELD_TYPES = [
  'thing',
  'number',
  'letter',
  'symbol',
  'character_string',
  'time',
  'date',
  'amount',
  'phone_number',
  'car_number',
  'name',
  'phrase',
] as const
export type FieldType = (typeof FIELD_TYPES)[number]

/** A value as it will be sent. `problem` is there when WeChat would refuse it all the same. */
export interface Fitted {
  value: string
  cut: boolean
  problem: 'EMPTY' | 'NOT_A_DATE' | 'NOT_AN_AMOUNT' | 'NOT_A_NUMBER' | null
}

/** The most characters of a type, by Unicode code points. */
export const FIELD_LIMITS: Record<FieldType, number> = {
  thing: 20,
  number: 32,
  letter: 32,
  symbol: 5,
  character_string: 32,
  time: 32,
  date: 32,
  amount: 14,
  phone_number: 17,
  car_number: 8,
  name: 20,
  phrase: 5,
}
const NAME_WITH_HAN = 10

/** The most characters this text may have in a field of the type: a name with Chinese in it is a short one. */
export function limitOf(type: FieldType, text: string): number {
  return type === 'name' && HAN.test(text) ? NAME_WITH_HAN : FIELD_LIMITS[type]
}

/** "thing12" is a thing. Null for a key no template can have. */
export function typeOfKey(key: string): FieldType | null {
  const name = /^([a-z]+(?:_[a-z]+)*)\d{1,2}$/.exec(key)?.[1]
  return FIELD_TYPES.find(type => type === name) ?? null
}

/** Makes a text fit a field. Control characters and line breaks become spaces, at every type. */
export function fitField(type: FieldType, text: string): Fitted {
  const clean = text.replace(CONTROL, ' ').replace(/\s+/gu, ' ').trim()
  const fitted = FITS[type](clean)
  return fitted.value === '' && fitted.problem === null ? { ...fitted, problem: 'EMPTY' } : fitted
}

// Line separators and lone surrogates too: JSON cannot carry the latter as UTF-8.
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu
const HAN = /\p{Script=Han}/u

const FITS: Record<FieldType, (clean: string) => Fitted> = {
  thing: clean => shortened(clean, FIELD_LIMITS.thing),
  letter: clean => kept(clean, /[A-Za-z]/, FIELD_LIMITS.letter),
  symbol: clean => kept(clean, /[\p{P}\p{S}]/u, FIELD_LIMITS.symbol),
  // Anything Chinese in it is refused; printable ASCII passes.
  character_string: clean => kept(clean, /[\x21-\x7e ]/, FIELD_LIMITS.character_string),
  phone_number: clean => kept(clean, /[\d+\-() ]/, FIELD_LIMITS.phone_number),
  car_number: clean => kept(clean, /[\p{Script=Han}A-Za-z0-9]/u, FIELD_LIMITS.car_number),
  phrase: clean => kept(clean, HAN, FIELD_LIMITS.phrase),
  name: clean => {
    return kept(clean, /[\p{Script=Han}\p{L}\p{P}\p{S} ]/u, limitOf('name', clean))
  },
  number: clean => {
    const digits = clean.replace(/,/g, '')
    if (digits === '') return { value: '', cut: false, problem: 'EMPTY' }
    const fits = /^\d{1,32}$|^\d+\.\d+$/.test(digits) && digits.length <= FIELD_LIMITS.number
    return { value: digits, cut: false, problem: fits ? null : 'NOT_A_NUMBER' }
  },
  amount: clean => {
    const plain = clean.replace(/,/g, '')
    if (plain === '') return { value: '', cut: false, problem: 'EMPTY' }
    const found = /^(\p{Sc}?)(\d+(?:\.\d+)?)(元?)$/u.exec(plain)
    const fits = found !== null && found[2]!.replace('.', '').length <= 10
    return { value: plain, cut: false, problem: fits ? null : 'NOT_AN_AMOUNT' }
  },
  date: clean => dated(clean, DATE),
  time: clean => dated(clean, TIME),
}

const DAY_PART = String.raw`(?:\d{4}年\d{1,2}月(?:\d{1,2}日)?|\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}月\d{1,2}日)`
const CLOCK_PART = String.raw`(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?`
const ONE_DATE = `${DAY_PART}(?: ${CLOCK_PART})?`
const ONE_TIME = `(?:${DAY_PART} )?${CLOCK_PART}`
const DATE = ranged(ONE_DATE)
const TIME = ranged(ONE_TIME)

/** One or two of them with a tilde between. The second's separator is a group of its own number. */
function ranged(one: string): RegExp {
  const second = one.replaceAll('\\1', '\\2')
  return new RegExp(`^${one}(?: ?~ ?${second})?$`, 'u')
}

function dated(clean: string, shape: RegExp): Fitted {
  if (clean === '') return { value: '', cut: false, problem: 'EMPTY' }
  return { value: clean, cut: false, problem: shape.test(clean) ? null : 'NOT_A_DATE' }
}

/** Whoever reads it sees that something is missing. */
function shortened(clean: string, limit: number): Fitted {
  const points = Array.from(clean)
  if (points.length <= limit) return { value: clean, cut: false, problem: null }
  return {
    value: `${points
      .slice(0, limit - 1)
      .join('')
      .trimEnd()}…`,
    cut: true,
    problem: null,
  }
}

/** Leaves what the type takes. No ellipsis: it would not be taken either. */
function kept(clean: string, taken: RegExp, limit: number): Fitted {
  const points = Array.from(clean).filter(point => taken.test(point))
  const value = points.slice(0, limit).join('').trim()
  return { value, cut: value !== clean, problem: null }
}
