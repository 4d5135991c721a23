/** Finding what a person would mean by a text on the screen. White space never matters: nobody sees it. */

const MARK = 'data-weapp-found'
const SELECTOR = /^(?:[.#[]|wx-[a-z-]+)/
const FIELDS = 'wx-input > input, wx-textarea > textarea, #mask .sheet input'

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
  return roots.flatMap(root => [...root.querySelectorAll<HTMLElement>(selector)])
}

/**
 * The first visible one of the innermost elements that satisfy a condition. Innermost comes first: while a card fades in,
 * the page around it already "contains" its text, and a tap on the page would land anywhere.
 */
function innermost(elements: HTMLElement[], satisfies: (element: HTMLElement) => boolean): HTMLElement | undefined {
  const matching = elements.filter(satisfies)
  const inner = matching.filter(element => !matching.some(other => other !== element && element.contains(other)))
  return inner.find(isVisible)
}

/** The element to tap: by selector, or by exact text, label or placeholder, or at last by a part of its text. */
export function findToTap(roots: HTMLElement[], target: string): HTMLElement | undefined {
  if (SELECTOR.test(target)) return elementsIn(roots, target).find(isVisible)
  const wanted = squeezed(target)
  const elements = elementsIn(roots)
  const label = (element: HTMLElement) => squeezed(element.getAttribute('aria-label'))
  const placeholder = (element: HTMLElement) => squeezed(element.getAttribute('placeholder'))
  return (
    innermost(elements, element => squeezed(shownText(element)) === wanted) ??
    innermost(elements, element => label(element) === wanted) ??
    innermost(elements, element => placeholder(element) === wanted) ??
    innermost(elements, element => squeezed(shownText(element)).includes(wanted)) ??
    innermost(elements, element => label(element).includes(wanted))
  )
}

/** The field to type into: by selector, placeholder, aria label, or the text that stands before it. */
export function findField(roots: HTMLElement[], target: string): HTMLElement | undefined {
  const fields = elementsIn(roots, FIELDS).filter(isVisible)
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
