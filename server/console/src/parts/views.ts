/** Saved views as data: a name and the part of the address that makes the list what it is. */

export interface View {
  name: string
  query: string
}

const PREFIX = 'huitou.console.views.'
export const VIEWS_KEPT = 20

/** Searches and filters of an address in a fixed order, without the place in the list. */
export function viewOf(params: URLSearchParams): string {
  const kept = new URLSearchParams(params)
  kept.delete('cursor')
  kept.sort()
  return kept.toString()
}

export function storedViews(owner: string): View[] {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(PREFIX + owner) ?? '[]')
    return Array.isArray(list) ? list.filter(isView) : []
  } catch {
    return []
  }
}

/** Keeps the newest views; the oldest go once there are too many. */
export function storeViews(owner: string, views: readonly View[]): void {
  localStorage.setItem(PREFIX + owner, JSON.stringify(views.slice(-VIEWS_KEPT)))
}

function isView(value: unknown): value is View {
  const view = value as Partial<View> | null
  return typeof view?.name === 'string' && typeof view.query === 'string'
}
