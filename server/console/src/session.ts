/** The operator's session in this browser: a short access token in memory, a refresh token in storage. */
import type { ReplyOf } from '@huitou/shared/client'

export type Tokens = ReplyOf<'POST /console/sessions/refresh'>

const KEY = 'huitou.console.refresh'
const LOCK = 'huitou.console.refresh'

let accessToken: string | null = null
let lastEnd: 'chosen' | 'lost' | null = null
let renewing: Promise<void> | null = null
const watchers = new Set<() => void>()

/** Starts a session. `keep` says whether it outlives this tab. */
export function openSession(tokens: Tokens, keep: boolean): void {
  accessToken = tokens.accessToken
  lastEnd = null
  const [store, other] = keep ? [localStorage, sessionStorage] : [sessionStorage, localStorage]
  other.removeItem(KEY)
  store.setItem(KEY, tokens.refreshToken)
  tell()
}

/** Forgets the session here: chosen by the operator, or lost. Telling the server is the caller's part. */
export function closeSession(how: 'chosen' | 'lost'): void {
  accessToken = null
  lastEnd = how
  sessionStorage.removeItem(KEY)
  localStorage.removeItem(KEY)
  tell()
}

export function hasSession(): boolean {
  return refreshToken() !== null
}

/** How the last session of this page ended, if one did. */
export function sessionEnd(): 'chosen' | 'lost' | null {
  return lastEnd
}

export function currentAccessToken(): string | null {
  return accessToken
}

/** Calls back when a session starts or ends, in this tab or (for a kept one) in another. Answers how to stop. */
export function watchSession(watcher: () => void): () => void {
  const fromOtherTab = (event: StorageEvent) => {
    if (event.key !== KEY) return
    if (event.newValue === null) {
      accessToken = null
      lastEnd = 'chosen'
    }
    watcher()
  }
  watchers.add(watcher)
  window.addEventListener('storage', fromOtherTab)
  return () => {
    watchers.delete(watcher)
    window.removeEventListener('storage', fromOtherTab)
  }
}

/**
 * Swaps the refresh token for new tokens, once however many calls ask at the same moment: a refresh token
 * works a single time, so a second swap with the same one would end the session. Tabs take turns by a lock.
 */
export function renewSession(swap: (refreshToken: string) => Promise<Tokens>): Promise<void> {
  renewing ??= inTurn(async () => {
    const token = refreshToken()
    if (!token) return
    const keep = localStorage.getItem(KEY) !== null
    openSession(await swap(token), keep)
  }).finally(() => {
    renewing = null
  })
  return renewing
}

// Web locks exist on https and localhost only; elsewhere the single flight of this tab must do.
function inTurn(work: () => Promise<void>): Promise<void> {
  return navigator.locks ? navigator.locks.request(LOCK, work) : work()
}

function refreshToken(): string | null {
  return sessionStorage.getItem(KEY) ?? localStorage.getItem(KEY)
}

function tell(): void {
  for (const watcher of watchers) watcher()
}
