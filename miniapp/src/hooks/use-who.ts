import { put } from '../cache'
import { call } from '../call'
import { type Who, whoNow } from '../session'
import { type Loaded, useLoad } from './use-load'

/** Who holds this phone: member, staff, both, or a guest who has not joined. Null before the first answer ever. */
export function useWho(): Loaded<Who> {
  return useLoad('who', () => whoNow(() => call('GET /me')), { lasting: true })
}

/** The programme's rules and agreements, which everybody may read. */
export function useProgramme() {
  return useLoad('programme', () => call('GET /programme'), { lasting: true, freshMs: 300_000 })
}

export function useStores() {
  return useLoad('stores', () => call('GET /stores'), { lasting: true, freshMs: 300_000 })
}

/** Makes a change of the person known to all pages at once. */
export function putWho(who: Who): void {
  put('who', who, true)
}
