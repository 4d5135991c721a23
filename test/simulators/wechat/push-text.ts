/** An event in the two formats a push can have. */

export type Scalar = string | number
export type Fields = { [name: string]: Scalar | Fields | Fields[] }

/** Writes an event as XML: text in CDATA, numbers bare, lists as repeated elements. */
export function asXml(fields: Fields, root = 'xml'): string {
  return `<${root}>${inner(fields)}</${root}>`
}

function inner(fields: Fields): string {
  return Object.entries(fields)
    .map(([name, value]) => (Array.isArray(value) ? value : [value]).map(one => element(name, one)).join(''))
    .join('')
}

function element(name: string, value: Scalar | Fields): string {
  if (typeof value === 'object') return `<${name}>${inner(value)}</${name}>`
  if (typeof value === 'number') return `<${name}>${value}</${name}>`
  return `<${name}><![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]></${name}>`
}

/** The element that XML puts around a subscription's list: `subscribe_msg_popup_event` → `SubscribeMsgPopupEvent`. */
export function listElement(event: string): string {
  return event.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
