import type { Control, Entry, PhoneSettings } from '../contract.js'
import { findField, findToTap, mark, shownText } from './find.js'
import type { Overlays } from './overlays.js'
import type { PageStack } from './page-stack.js'
import type { Phone } from './phone.js'
import { type Records, throughBridge } from './records.js'
import type { Requests } from './wx/request.js'

interface ControlParts {
  stack: PageStack
  overlays: Overlays
  phone: Phone
  records: Records
  requests: Requests
  background: () => void
  foreground: (entry: Entry | null) => void
}

/** What a test may read and do, in the page. `open-weapp.ts` is the only caller. */
export function controlOver(parts: ControlParts): Control {
  const { stack, overlays, phone, records } = parts
  const roots = () => {
    const front = overlays.front()
    if (front) return [front]
    const navigation = document.getElementById('nav')
    return navigation ? [stack.front.box, navigation] : [stack.front.box]
  }
  return {
    text: () => {
      const { title, box } = stack.front
      return [title, shownText(box), overlays.text()].filter(Boolean).join('\n')
    },
    stats: () => throughBridge(records.stats),
    phone: () => throughBridge(phone.state),
    pages: () => stack.addresses(),
    find: (target, as) => mark((as === 'tap' ? findToTap : findField)(roots(), target)),
    back: () => {
      if (stack.depth < 2) throw new Error('this is the first page: there is no way back inside the app')
      stack.navigateBack()
    },
    pullDown: () => pullDown(parts),
    isRefreshing: () => stack.front.refreshing,
    scrollToBottom: () => {
      stack.front.box.scrollTop = stack.front.box.scrollHeight
    },
    setPhone: (change: Partial<PhoneSettings>) => {
      phone.change(change)
      if (change.online === false) parts.requests.failAll()
    },
    background: parts.background,
    foreground: parts.foreground,
    pick: value => overlays.pick(value),
    share: async () => throughBridge(await stack.front.call('onShareAppMessage', { from: 'menu' })),
  }
}

function pullDown({ stack }: ControlParts) {
  if (!stack.front.canPullDown) {
    throw new Error(`${stack.front.address.path} has enablePullDownRefresh off: pulling does nothing`)
  }
  stack.front.pullDown()
}
