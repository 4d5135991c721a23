import type { BootOptions, Entry } from '../../contract.js'
import type { AppFiles } from '../app-files.js'
import type { Frame } from '../frame.js'
import type { Listeners } from '../listeners.js'
import type { PageInstance } from '../open-page.js'
import type { Overlays } from '../overlays.js'
import type { PageStack } from '../page-stack.js'
import type { Phone } from '../phone.js'
import type { Records } from '../records.js'
import { accountApi } from './account.js'
import { Caller, type WxMember } from './call.js'
import { deviceApi } from './device.js'
import { dialogApi } from './dialogs.js'
import { outsideApi } from './outside.js'
import { pageApi } from './pages.js'
import { Requests } from './request.js'
import { SelectorQuery } from './selector-query.js'
import { PhoneStorage } from './storage.js'
import { guarded, unimplementedApi } from './unimplemented.js'

export interface WxParts {
  boot: BootOptions
  files: AppFiles
  records: Records
  listeners: Listeners
  phone: Phone
  overlays: Overlays
  frame: Frame
  stack: PageStack
  entered: () => Entry
  insideTap: () => boolean
  redraw: () => void
}

interface Observing {
  createIntersectionObserver: (options: object) => unknown
}

/** Puts `wx` together. */
export function assembleWx(parts: WxParts): { wx: Record<string, unknown>; requests: Requests } {
  const { boot, records, phone, overlays, stack } = parts
  const caller = new Caller(records)
  const requests = new Requests(phone, records, caller)
  const implemented: Record<string, WxMember> = {
    ...parts.listeners.api(),
    ...new PhoneStorage(boot.storage, caller).api(),
    ...dialogApi(caller, overlays, phone),
    ...pageApi(caller, parts),
    ...deviceApi(caller, phone, overlays),
    ...accountApi(caller, parts),
    ...outsideApi(caller, parts),
    request: requests.request,
    nextTick: caller.sync('nextTick', (run: () => void) => {
      setTimeout(run)
    }),
    createSelectorQuery: caller.sync('createSelectorQuery', () => new SelectorQuery(stack)),
    createIntersectionObserver: caller.sync(
      'createIntersectionObserver',
      (component: PageInstance | undefined, options: object = {}) =>
        ((component ?? stack.front.instance) as unknown as Observing).createIntersectionObserver(options),
    ),
  }
  const canIUse = (schema: string) => {
    const [name = ''] = schema.split('.')
    return name in implemented || customElementNames().has(name)
  }
  const missing = unimplementedApi(records)
  const env = { USER_DATA_PATH: 'wxfile://usr' }
  const wx = guarded({ ...missing, ...implemented, canIUse: caller.sync('canIUse', canIUse), env }, records)
  return { wx, requests }
}

/** Host components that `canIUse('button.open-type')` may ask about. */
function customElementNames(): Set<string> {
  return new Set('view text button input textarea form switch picker image canvas swiper scroll-view'.split(' '))
}
