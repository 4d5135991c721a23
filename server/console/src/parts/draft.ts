/** Half-filled forms kept in this browser until they are saved or thrown away. */

const PREFIX = 'huitou.console.draft.'

export function draftOf<T>(name: string): T | null {
  const text = localStorage.getItem(PREFIX + name)
  if (!text) return null
  try {
    return JSON.parse(text) as T
  } catch {
    localStorage.removeItem(PREFIX + name)
    return null
  }
}

export function keepDraft(name: string, values: unknown): void {
  localStorage.setItem(PREFIX + name, JSON.stringify(values))
}

export function dropDraft(name: string): void {
  localStorage.removeItem(PREFIX + name)
}

/** Leaves nothing of one operator for the next one at the same desk. */
export function forgetDrafts(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key)
}
