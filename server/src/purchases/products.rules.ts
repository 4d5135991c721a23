/** Dishes as tills name them. Pure. */

/** Names that differ only in case or spaces (full-width ones too) are one product. */
export function productKeyOf(name: string): string {
  return name.replace(/\s+/g, '').toLowerCase()
}
