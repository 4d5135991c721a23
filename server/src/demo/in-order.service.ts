/**
 * Runs many things at once, at most `width` of them, and things with the same key one after the other: everybody's own
 * history stays in its order. Rejects with the first failure once what was begun has ended.
 */
export async function inOrder<T>(
  items: readonly T[],
  by: { width: number; keyOf: (item: T) => string | number; run: (item: T) => Promise<void> },
): Promise<void> {
  const chains = new Map<string | number, Promise<void>>()
  const failures: unknown[] = []
  let underWay = 0
  let wake: () => void = () => undefined
  for (const item of items) {
    while (underWay >= by.width) {
      await new Promise<void>(resolve => {
        wake = resolve
      })
    }
    if (failures.length > 0) break
    underWay += 1
    const before = chains.get(by.keyOf(item)) ?? Promise.resolve()
    const step = before
      .then(() => (failures.length > 0 ? undefined : by.run(item)))
      .catch(error => void failures.push(error))
      .finally(() => {
        underWay -= 1
        wake()
      })
    chains.set(by.keyOf(item), step)
  }
  await Promise.all(chains.values())
  if (failures.length > 0) throw failures[0]
}
