/** The limits of a message's fields, by the type in front of the number in a key: `thing1`, `character_string12`. */

const numeric = ['-', '/', '\\.'].map(mark => `\\d{4}${mark}\\d{1,2}(?:${mark}\\d{1,2})?`).join('|')
const day = `(?:\\d{4}年(?:\\d{1,2}月(?:\\d{1,2}日)?)?|\\d{1,2}月\\d{1,2}日|${numeric})`
const hour = '(?:[01]?\\d|2[0-4]):[0-5]\\d(?::[0-5]\\d)?'
const spanOf = (moment: string) => new RegExp(`^${moment}(?:~${moment})?$`)

const shapes: Readonly<Record<string, RegExp>> = {
  thing: /^.{1,20}$/su,
  short_thing: /^.{1,10}$/su,
  const: /^.{1,20}$/su,
  number: /^(?=.{1,32}$)\d+(\.\d+)?$/,
  letter: /^[A-Za-z]{1,32}$/,
  symbol: /^[^\p{L}\p{N}\s]{1,5}$/u,
  character_string: /^[\x20-\x7e]{1,32}$/,
  time: spanOf(`(?:${day} ?)?${hour}`),
  date: spanOf(`${day}(?: ?${hour})?`),
  amount: /^[¥￥$€£]?\d{1,10}(\.\d+)?元?$/,
  phone_number: /^[\d+\-() *]{1,17}$/,
  car_number: /^.{1,8}$/su,
  name: /^(?!.*\d)(?:.{1,10}|(?!.*\p{Script=Han}).{1,20})$/su,
  phrase: /^\p{Script=Han}{1,5}$/u,
}

/** Whether WeChat takes this value under this key. Counted in characters, not bytes; no empty value, no control character. */
export function fieldFits(key: string, value: unknown): boolean {
  if (typeof value !== 'string' || value === '' || /\p{Cc}/u.test(value)) return false
  const type = /^([a-z_]+?)\d*$/.exec(key)?.[1]
  const shape = type === undefined ? undefined : shapes[type]
  return shape?.test(value) ?? false
}

/**
 * The name of the first bad field of a message, as WeChat words it, or null when all is well. The keys have to be
 * exactly those of the template; without a template (`keys` null) every key of a known type passes.
 */
export function firstBadField(data: unknown, keys: readonly string[] | null): string | null {
  if (typeof data !== 'object' || data === null) return 'data'
  const given = new Map(Object.entries(data))
  for (const key of keys ?? given.keys()) {
    const field: unknown = given.get(key)
    const value = typeof field === 'object' && field !== null && 'value' in field ? field.value : undefined
    if (!fieldFits(key, value)) return `data.${key}.value`
  }
  const extra = keys === null ? undefined : [...given.keys()].find(key => !keys.includes(key))
  if (extra !== undefined) return `data.${extra}.value`
  return given.size === 0 ? 'data' : null
}
