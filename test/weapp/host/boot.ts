import type { AppBundle, BootOptions, Entry } from '../contract.js'
import { AppFiles } from './app-files.js'
import { actions, type ComponentPlaces } from './components/actions.js'
import { choices } from './components/choices.js'
import { containers } from './components/containers.js'
import { defineComponent } from './components/define.js'
import { fields } from './components/fields.js'
import { controlOver } from './control.js'
import { Definitions } from './definitions.js'
import { assetUrl, Frame } from './frame.js'
import { Gestures } from './gestures.js'
import { Listeners } from './listeners.js'
import { LogicScope } from './logic-scope.js'
import { openTypes } from './open-type.js'
import { Overlays } from './overlays.js'
import { PageStack } from './page-stack.js'
import { Phone } from './phone.js'
import { Records, textOfError } from './records.js'
import { Renderer } from './renderer.js'
import { launchOptions } from './wx/account.js'
import { assembleWx } from './wx/assemble.js'

type Logic = (...names: unknown[]) => void

/** One run of the app, from its files to its first page. */
class Run {
  private readonly records = new Records()
  private readonly listeners = new Listeners(this.records)
  private readonly overlays = new Overlays(this.records)
  private readonly gestures = new Gestures()
  private readonly files: AppFiles
  private readonly phone: Phone
  private readonly scope: LogicScope
  private readonly definitions: Definitions
  private readonly stack: PageStack
  private readonly frame: Frame
  private readonly wx: Record<string, unknown>
  private entry: Entry

  constructor(bundle: AppBundle, templates: Record<string, unknown>, boot: BootOptions) {
    const { records, listeners, overlays, gestures } = this
    this.files = new AppFiles(bundle)
    boot.entry.path ||= this.files.firstPage
    this.entry = boot.entry
    this.phone = new Phone(boot.phone, listeners, boot.appId)
    this.scope = new LogicScope(this.files, records, boot)
    const kinds = [...fields, ...choices, ...containers, ...actions(this.places())]
    const renderer = new Renderer({
      files: this.files,
      templates,
      records,
      gestures,
      defineComponents: space => {
        for (const kind of kinds) defineComponent(space, kind)
      },
    })
    this.definitions = new Definitions(this.files, this.scope, renderer, records)
    const redraw = () => this.redraw()
    const { files, definitions, phone } = this
    this.stack = new PageStack({ files, definitions, renderer, records, changed: redraw })
    this.frame = new Frame(this.files, this.phone, {
      back: () => this.leavePage(),
      tapTab: index => this.tapTab(index),
    })
    const { frame, stack } = this
    const parts = { boot, files, records, listeners, phone, overlays, frame, stack, redraw }
    const { insideTap } = gestures
    const { wx, requests } = assembleWx({ ...parts, insideTap, entered: () => this.entry })
    this.wx = wx
    window.__weapp.control = controlOver({
      ...{ stack, overlays, phone, records, requests },
      background: () => this.background(),
      foreground: entry => this.foreground(entry),
    })
    this.watch()
  }

  /** Runs `app.js` and opens the first page. */
  start(logic: Logic) {
    const { scope, definitions, wx, stack } = this
    const startedAt = performance.now()
    const { define, globals } = scope
    const { App, Page, Component, Behavior } = definitions
    const getApp = () => definitions.app
    const requirePlugin = (name: string) => {
      throw new Error(`plugin ${name} is not part of the test host`)
    }
    const declarations = [wx, App, Page, Component, Behavior, getApp, stack.getCurrentPages]
    logic(define, scope.scope, ...declarations, globals, globals, scope.Function, requirePlugin)
    definitions.loadApp()
    const options = launchOptions(this.entry)
    definitions.callApp('onLaunch', options)
    this.show(options)
    const { timing } = this.records.stats
    timing.appMilliseconds = Math.round(performance.now() - startedAt)
    this.open(this.entry)
    timing.firstPageMilliseconds = Math.round(performance.now() - startedAt)
  }

  private open(entry: Entry) {
    const { path, query } = entry
    if (this.files.pages.includes(path)) return this.stack.open({ path, query })
    const detail = { path, query, isEntryPage: true }
    this.records.error('WeChat', new Error(`page "${path}" is not found`))
    this.definitions.callApp('onPageNotFound', detail)
    this.listeners.emit('PageNotFound', detail)
    if (this.stack.isEmpty) this.stack.open({ path: this.files.firstPage, query: {} })
  }

  private show(options: ReturnType<typeof launchOptions>) {
    this.definitions.callApp('onShow', options)
    this.listeners.emit('AppShow', options)
  }

  private background() {
    this.stack.front.hide()
    this.definitions.callApp('onHide', {})
    this.listeners.emit('AppHide', {})
  }

  /** Back to the front: as it was left, or through another code or link, which opens that page alone. */
  private foreground(entry: Entry | null) {
    if (entry) this.entry = { ...entry, path: entry.path || this.files.firstPage }
    this.show(launchOptions(this.entry))
    if (entry) this.open(this.entry)
    else this.stack.front.show()
  }

  private leavePage() {
    if (this.stack.depth > 1) this.stack.navigateBack()
    else this.stack.reLaunch(`/${this.files.firstPage}`)
  }

  private tapTab(index: number) {
    const tab = this.files.tabs[index]
    if (!tab) return
    this.stack.front.call('onTabItemTap', { index, pagePath: tab.pagePath, text: tab.text })
    if (tab.pagePath !== this.stack.front.address.path) this.stack.switchTab(`/${tab.pagePath}`)
  }

  private redraw() {
    const { front, depth } = this.stack
    document.documentElement.style.fontSize = front.rootFontSize
    this.frame.draw({
      path: front.address.path,
      title: front.title,
      canGoBack: depth > 1,
      navigationColors: front.colors,
    })
    const height = front.box.parentElement?.clientHeight ?? innerHeight
    front.box.style.setProperty('--vh', `${height / 100}px`)
  }

  private places(): ComponentPlaces {
    const share = () => void this.stack.front.call('onShareAppMessage', { from: 'button' })
    const open = openTypes(this.records, share)
    return {
      asset: assetUrl,
      openType: (type, fire) => this.gestures.duringTap(() => open(type, fire)),
      openPicker: picker => this.overlays.showPicker(picker),
      navigate: (openType, url, delta) => this.navigate(openType, url, delta),
      pageMeta: (page, name, value) => this.pageMeta(page, name, value),
    }
  }

  private navigate(openType: string, url: string, delta: number) {
    const names: Record<string, string> = { navigate: 'navigateTo', redirect: 'redirectTo' }
    const call = this.wx[names[openType] ?? openType]
    if (typeof call === 'function') (call as (options: object) => void)({ url, delta, fail: () => undefined })
  }

  private pageMeta(box: Element, name: string, value: unknown) {
    const { front } = this.stack
    if (front.box !== box) return
    if (name === 'rootFontSize') front.rootFontSize = this.fontSize(String(value))
    if (name === 'pageFontSize') front.box.style.fontSize = this.fontSize(String(value))
    if (name === 'pageStyle') front.box.style.cssText += `;${String(value)}`
    if (name === 'scrollTop') front.box.scrollTop = Number.parseFloat(String(value))
    if (name === 'title') front.title = String(value)
    this.redraw()
  }

  /** `system` follows the person's own setting in WeChat. */
  private fontSize(value: string): string {
    return value === 'system' ? `${this.phone.appBaseInfo().fontSizeSetting}px` : value
  }

  /** What nobody caught, told to the app as WeChat tells it. */
  private watch() {
    addEventListener('unhandledrejection', ({ reason, promise }) => {
      this.records.error('unhandled rejection', reason)
      this.definitions.callApp('onUnhandledRejection', { reason, promise })
      this.listeners.emit('UnhandledRejection', { reason, promise })
    })
    addEventListener('error', ({ error, message }) => this.records.appError('uncaught', error ?? message))
    this.records.onAppError = stack => {
      this.definitions.callApp('onError', stack)
      this.listeners.emit('Error', { message: stack.split('\n')[0], stack })
    }
    this.listeners.watch('ThemeChange', detail => {
      this.definitions.callApp('onThemeChange', detail)
      if (!this.stack.isEmpty) this.redraw()
    })
  }
}

window.__weapp = {
  control: null,
  failure: null,
  boot: (bundle, templates, logic) => {
    try {
      new Run(bundle, templates as Record<string, unknown>, window.__weappBoot).start(logic)
    } catch (error) {
      window.__weapp.failure = textOfError(error)
    }
  },
}
