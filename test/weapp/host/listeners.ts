import type { Records } from './records.js'

type Listener = (detail: unknown) => void

/** The `wx.onX` / `wx.offX` pairs of everything that happens outside a page. */
const NAMES = [
  'AppShow AppHide NetworkStatusChange ThemeChange Error PageNotFound UnhandledRejection WindowResize MemoryWarning',
  'KeyboardHeightChange UserCaptureScreen NeedPrivacyAuthorization LazyLoadError ScreenRecordingStateChanged',
  'BeforeAppRoute AppRoute AppRouteDone BeforePageLoad AfterPageLoad BeforePageUnload AfterPageUnload',
]
  .join(' ')
  .split(' ')

export class Listeners {
  private readonly watchers: [name: string, listener: Listener][] = []
  private readonly sets = new Map(NAMES.map(name => [name, new Set<Listener>()]))

  constructor(private readonly records: Records) {}

  /** The members that `wx` gets. */
  api(): Record<string, (listener?: Listener) => void> {
    const members: Record<string, (listener?: Listener) => void> = {}
    for (const [name, set] of this.sets) {
      members[`on${name}`] = listener => {
        if (listener) set.add(listener)
      }
      members[`off${name}`] = listener => {
        if (listener) set.delete(listener)
        else set.clear()
      }
    }
    return members
  }

  /** Listens on the host's behalf; the app cannot take this listener off. */
  watch(name: string, listener: Listener) {
    this.watchers.push([name, listener])
  }

  emit(name: string, detail: unknown) {
    const watching = this.watchers.filter(([watched]) => watched === name).map(([, listener]) => listener)
    for (const listener of [...watching, ...(this.sets.get(name) ?? [])]) {
      try {
        listener(detail)
      } catch (error) {
        this.records.error(`wx.on${name}`, error)
      }
    }
  }
}
