import { type AppFiles, type PageAddress, parsePageUrl } from './app-files.js'
import type { Definitions } from './definitions.js'
import { OpenPage, type PageInstance } from './open-page.js'
import type { Records } from './records.js'
import type { Renderer } from './renderer.js'

/** WeChat opens no more pages than this. */
const DEEPEST = 10

interface StackParts {
  files: AppFiles
  definitions: Definitions
  renderer: Renderer
  records: Records
  /** Called after another page came to the front. */
  changed: () => void
}

/** The pages that are open. Every navigation throws `{ errMsg }` as WeChat fails it. */
export class PageStack {
  private readonly pages: OpenPage[] = []
  /** Tab pages live on when another tab is in front. */
  private readonly tabs = new Map<string, OpenPage>()

  private readonly files: AppFiles

  constructor(private readonly parts: StackParts) {
    this.files = parts.files
  }

  get front(): OpenPage {
    const page = this.pages.at(-1)
    if (!page) throw new Error('no page is open yet')
    return page
  }

  get isEmpty(): boolean {
    return this.pages.length === 0
  }

  get depth(): number {
    return this.pages.length
  }

  readonly getCurrentPages = (): PageInstance[] => this.pages.map(page => page.instance)

  addresses(): { route: string; query: Record<string, string> }[] {
    return this.pages.map(({ address }) => ({ route: address.path, query: address.query }))
  }

  navigateTo(url: string) {
    const address = this.resolve(url)
    if (this.files.isTab(address.path)) throw { errMsg: 'navigateTo:fail can not navigateTo a tabbar page' }
    if (this.pages.length >= DEEPEST) throw { errMsg: 'navigateTo:fail webview count limit exceed' }
    const page = this.create(address)
    this.front.hide()
    this.push(page)
  }

  redirectTo(url: string) {
    const address = this.resolve(url)
    if (this.files.isTab(address.path)) throw { errMsg: 'redirectTo:fail can not redirectTo a tabbar page' }
    const page = this.create(address)
    this.drop(this.pages.pop())
    this.push(page)
  }

  navigateBack(delta = 1) {
    const count = Math.min(delta, this.pages.length - 1)
    if (count < 1) throw { errMsg: 'navigateBack:fail cannot navigate back at first page.' }
    for (const page of this.pages.splice(-count).reverse()) this.drop(page)
    this.appear(this.front)
  }

  switchTab(url: string) {
    const { path } = this.resolve(url)
    if (!this.files.isTab(path)) throw { errMsg: 'switchTab:fail can not switch to no-tabBar page' }
    const old = this.front
    const target = this.tabs.get(path) ?? this.create({ path, query: {} })
    if (old === target) return
    for (const page of this.pages.splice(0).reverse()) {
      if (!this.tabs.has(page.address.path)) this.drop(page)
      else if (page === old) page.hide()
    }
    this.push(target)
  }

  reLaunch(url: string) {
    this.open(this.resolve(url))
  }

  /** Closes everything and opens one page, as `reLaunch` and a new way in do. */
  open(address: PageAddress) {
    const page = this.create(address)
    const all = new Set([...this.pages.splice(0).reverse(), ...this.tabs.values()])
    this.tabs.clear()
    for (const old of all) this.drop(old)
    this.push(page)
  }

  private resolve(url: string): PageAddress {
    return parsePageUrl(this.isEmpty ? '' : this.front.address.path, url)
  }

  private create(address: PageAddress): OpenPage {
    this.parts.definitions.loadPage(address.path)
    const window = this.files.window(address.path)
    return new OpenPage(address, this.parts.renderer.createPage(address.path), this.parts.records, {
      title: window.navigationBarTitleText ?? '',
      ofTab: this.files.isTab(address.path),
      canPullDown: window.enablePullDownRefresh === true,
      reachBottomDistance: window.onReachBottomDistance,
    })
  }

  private push(page: OpenPage) {
    this.pages.push(page)
    if (this.files.isTab(page.address.path)) this.tabs.set(page.address.path, page)
    this.appear(page)
  }

  private appear(page: OpenPage) {
    this.parts.renderer.useSheetsOf(page.address.path, this.files.pages)
    for (const other of document.querySelectorAll<HTMLElement>('.page')) other.hidden = other !== page.box
    page.show()
    this.parts.changed()
  }

  private drop(page: OpenPage | undefined) {
    page?.unload()
    if (page) this.tabs.delete(page.address.path)
  }
}
