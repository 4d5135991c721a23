/** Nested elements as an object: text is a string, a repeated element an array. */
export type XmlFields = { [name: string]: XmlValue }
export type XmlValue = string | XmlFields | (string | XmlFields)[]

const maxDepth = 6
const maxElements = 500
const piece = /<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([A-Za-z][\w.-]{0,63})>|([^<]+)/y
const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

type Open = { name: string; text: string; fields: XmlFields; filled: boolean }

/**
 * Reads the little XML that WeChat pushes: elements, text and CDATA. Attributes, declarations, comments and document
 * types are none of it, so they are refused, and with them every entity but the five. Throws SyntaxError.
 */
export function parseWechatXml(text: string): XmlFields {
  const open: Open[] = [{ name: '', text: '', fields: Object.create(null) as XmlFields, filled: false }]
  let elements = 0
  piece.lastIndex = 0
  while (piece.lastIndex < text.length) {
    const found = piece.exec(text)
    const top = open.at(-1)
    if (found === null || top === undefined) throw new SyntaxError('not the XML of a push')
    const [, cdata, slash, name, plain] = found
    if (name === undefined) top.text += cdata ?? decoded(plain ?? '')
    else if (slash === '') {
      elements += 1
      if (elements > maxElements || open.length > maxDepth) throw new SyntaxError('too much XML for a push')
      open.push({ name, text: '', fields: Object.create(null) as XmlFields, filled: false })
    } else close(open, name)
  }
  const [root] = open
  const inner = root?.fields.xml
  if (open.length !== 1 || inner === undefined || typeof inner === 'string' || Array.isArray(inner)) {
    throw new SyntaxError('not the XML of a push')
  }
  return inner
}

function close(open: Open[], name: string): void {
  const element = open.pop()
  const parent = open.at(-1)
  if (element === undefined || parent === undefined || element.name !== name)
    throw new SyntaxError('not the XML of a push')
  const value = element.filled ? element.fields : element.text
  const before = parent.fields[name]
  parent.filled = true
  if (before === undefined) parent.fields[name] = value
  else parent.fields[name] = Array.isArray(before) ? [...before, value] : [before, value]
}

function decoded(text: string): string {
  return text.replace(/&(\w{1,8}|#\w{1,8});?/g, (_, name: string) => {
    const known = entities[name]
    if (known === undefined) throw new SyntaxError('an entity in the XML of a push')
    return known
  })
}
