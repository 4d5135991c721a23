/** Answers already seen, shared by all pages, with the time they were fresh. Some outlive the app. */
import { serverNow } from './server-clock'
import { keep, recall } from './storage'

export interface Held<T> {
  value: T
  /** When it was fresh, milliseconds by the server's clock. */
  at: number
}

const held = new Map<string, Held<unknown> | null>()
const listeners = new Map<string, Set<() => void>>()
const running = new Map<string, Promise<unknown>>()

/** What is known under a key; looks once into the storage for what an earlier run kept. */
export function peek<T>(key: string): Held<T> | null {
  if (!held.has(key)) held.set(key, recall<Held<T>>(`cache:${key}`))
  return (held.get(key) ?? null) as Held<T> | null
}

/** Makes a value known to every page that shows it. `lasting` keeps it for the next start as well. */
export function put<T>(key: string, value: T, lasting = false): void {
  const next = { value, at: serverNow() }
  held.set(key, next)
  if (lasting) keep(`cache:${key}`, next)
  for (const listener of [...(listeners.get(key) ?? [])]) listener()
}

export function watch(key: string, listener: () => void): () => void {
  const all = listeners.get(key) ?? new Set()
  listeners.set(key, all.add(listener))
  return () => all.delete(listener)
}

/** Loads a value once even when several pages ask for it at the same time. */
export function loadOnce<T>(key: string, load: () => Promise<T>, lasting: boolean): Promise<T> {
  const busy = running.get(key) as Promise<T> | undefined
  if (busy) return busy
  const started = load().then(value => {
    put(key, value, lasting)
    return value
  })
  running.set(key, started)
  const done = () => running.delete(key)
  started.then(done, done)
  return started
}
