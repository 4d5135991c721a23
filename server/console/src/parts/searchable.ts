/** What is sent for what a person typed: numbers are read aloud in groups, so their spaces and dashes go. */
export function searchable(text: string): string {
  const trimmed = text.trim()
  return /^\+?[\d\s-]+$/.test(trimmed) ? trimmed.replace(/[\s-]/g, '').replace(/^\+86/, '') : trimmed
}
