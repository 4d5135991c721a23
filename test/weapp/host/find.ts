/** Finding what a person would mean by a text on the screen. White space never matters: nobody sees it. */

const MARK = 'data-weapp-found'
const SELECTOR = /^(?:[.#[]|wx-[a-z-]+)/
const FIELDS = 'wx-input > input, wx-textarea > textarea, .sheet input'

let marks = 0

export function squeezed(text: string | null | undefined): string {
  return (text ?? '').replace(/\s+/g, '')
}

/** The text a person reads in an element, line by line. */
export function shownText(element: HTMLElement): string {
  // biome-ignore lint/performance/useDomNodeTextContent: hidden text must not count, and blocks end lines
  return element.innerText
}

function isVisible(element: HTMLElement): boolean {
  if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false
  const { width, height } = element.getBoundingClientRect()
  return width > 0 && height > 0
}

function elementsIn(roots: HTMLElement[], selector = '*'): HTMLElement[] {
  return roots.flatMap(root => [...root.querySelectorAll<HTMLElement>(selector)]).filter(isVisible)
}

/** The innermost elements that satisfy a condition, in reading order. */
function innermost(elements: HTMLElement[], satisfies: (element: HTMLElement) => boolean): HTMLElement | undefined {
  const matching = elements.filter(satisfies)
  return matching.find(element => !matching.some(other => other !== element && element.contains(other)))
}

/** The element to tap: by selector, or by exact text, label or placeholder, or at last by a part of its text. */
export function findToTap(roots: HTMLElement[], target: string): HTMLElement | undefined {
  if (SELECTOR.test(target)) return elementsIn(roots, target)[0]
  const wanted = squeezed(target)
  const elements = elementsIn(roots)
  const label = (element: HTMLElement) => squeezed(element.getAttribute('aria-label'))
  return (
    innermost(elements, element => squeezed(shownText(element)) === wanted) ??
    elements.find(element => label(element) === wanted) ??
    elements.find(element => squeezed(element.getAttribute('placeholder')) === wanted) ??
    innermost(elements, element => squeezed(shownText(element)).includes(wanted)) ??
    elements.find(element => label(element).includes(wanted))
  )
}

/** The field to type into: by selector, placeholder, aria label, or the text that stands before it. */
export function findField(roots: HTMLElement[], target: string): HTMLElement | undefined {
  const fields = elementsIn(roots, FIELDS)
  if (SELECTOR.test(target)) return fields.find(field => field.closest(target))
  const wanted = squeezed(target)
  const isNamed = (field: HTMLElement) =>
    [field.getAttribute('placeholder'), field.parentElement?.getAttribute('aria-label')].some(
      name => squeezed(name) === wanted,
    )
  const named = fields.find(isNamed)
  if (named) return named
  const label = innermost(elementsIn(roots), element => squeezed(shownText(element)) === wanted)
  if (!label) return undefined
  const follows = (field: HTMLElement) =>
    label.contains(field) || label.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING
  return fields.find(field => Boolean(follows(field)))
}

/** Marks an element and gives the selector that finds it from outside the page. */
export function mark(element: HTMLElement | undefined): string | null {
  if (!element) return null
  marks += 1
  element.setAttribute(MARK, String(marks))
  return `[${MARK}="${marks}"]`
}
