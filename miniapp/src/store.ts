import { useSyncExternalStore } from 'react'

export interface Store<T> {
  now: () => T
  set: (next: T) => void
  subscribe: (listener: () => void) => () => void
}

/** One value that several pages look at. For what a whole app shares; what one page owns stays in the page. */
export function storeOf<T>(first: T): Store<T> {
  let value = first
  const listeners = new Set<() => void>()
  return {
    now: () => value,
    set(next) {
      value = next
      for (const listener of [...listeners]) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.now, store.now)
}
