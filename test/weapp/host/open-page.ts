import type { Root } from 'glass-easel-miniprogram-adapter'
import type { PageAddress } from './app-files.js'
import type { Records } from './records.js'

/** WeChat's distance from the bottom at which a page is told, unless its config says otherwise. */
const REACH_BOTTOM = 50

export interface PageInstance extends Record<string, unknown> {
  route: string
}

interface PageSettings {
  title: string
  ofTab: boolean
  canPullDown: boolean
  reachBottomDistance: number | undefined
}

/** One page of the stack: its instance in the logic layer and its box on the screen. */
export class OpenPage {
  readonly instance: PageInstance
  readonly box: HTMLElement
  title: string
  readonly canPullDown: boolean
  colors: { front?: string; background?: string } = {}
  /** What `page-meta` inside the page asked for. */
  rootFontSize = ''
  refreshing = false
  private attached = false

  constructor(
    readonly address: PageAddress,
    private readonly root: Root,
    private readonly records: Records,
    settings: PageSettings,
  ) {
    const { path, query } = address
    this.title = settings.title
    this.canPullDown = settings.canPullDown
    this.box = document.createElement('div')
    this.box.className = settings.ofTab ? 'page of-tab' : 'page'
    this.box.dataset.route = path
    this.instance = root.get() as unknown as PageInstance
    const fields = { route: path, __route__: path, options: query }
    for (const [name, value] of Object.entries(fields)) {
      Object.defineProperty(this.instance, name, { value, configurable: true, writable: true, enumerable: true })
    }
    this.watchScroll(settings.reachBottomDistance ?? REACH_BOTTOM)
  }

  /** Calls a callback of the page; errors are recorded, as WeChat reports them and goes on. */
  call(name: string, detail?: unknown): unknown {
    const callback = this.instance[name]
    if (typeof callback !== 'function') return undefined
    try {
      return callback.call(this.instance, detail)
    } catch (error) {
      this.records.appError(`${this.address.path}.${name}`, error)
      return undefined
    }
  }

  has(name: string): boolean {
    return typeof this.instance[name] === 'function'
  }

  /** First appearance: onLoad, onShow, the view, onReady. Later ones: onShow. */
  show() {
    const first = !this.attached
    if (first) this.call('onLoad', this.address.query)
    this.call('onShow')
    if (first) {
      this.attached = true
      const holder = document.createElement('div')
      this.box.append(holder)
      document.getElementById('pages')?.append(this.box)
      this.root.attach(this.box as never, holder as never)
      setTimeout(() => this.call('onReady'))
    }
    this.root.getComponent().triggerPageLifetime('show', [])
  }

  hide() {
    this.call('onHide')
    this.root.getComponent().triggerPageLifetime('hide', [])
  }

  unload() {
    this.call('onUnload')
    this.root.release()
    this.box.remove()
  }

  pullDown() {
    this.refreshing = true
    this.call('onPullDownRefresh')
  }

  private watchScroll(distance: number) {
    let told = false
    let height = 0
    this.box.addEventListener('scroll', () => {
      const { scrollTop, scrollHeight, clientHeight } = this.box
      this.call('onPageScroll', { scrollTop })
      // A page that grew can reach its bottom again.
      if (scrollHeight !== height) told = false
      height = scrollHeight
      const reached = scrollHeight - scrollTop - clientHeight <= distance
      if (reached && !told) this.call('onReachBottom')
      told = reached
    })
  }
}
