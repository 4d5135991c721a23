import * as glassEasel from 'glass-easel'
import { type CodeSpace, MiniProgramEnv, type Root } from 'glass-easel-miniprogram-adapter'
import { browserLengths } from '../lengths.js'
import type { AppFiles } from './app-files.js'
import { installBridge } from './bridge.js'
import type { Gestures } from './gestures.js'
import type { Records } from './records.js'

/** Tags with a component of this host behind them; the others are plain elements. */
const COMPONENT_TAGS = new Set(
  [
    'input textarea button form label image canvas switch checkbox checkbox-group radio radio-group slider picker',
    'scroll-view swiper navigator rich-text progress page-meta navigation-bar',
  ]
    .join(' ')
    .split(' '),
)
const PLAIN_TAGS =
  'view text icon root-portal swiper-item cover-view cover-image picker-view picker-view-column video map web-view'
/** Only gestures and CSS events come from the DOM; every other event is one that a host component fires itself. */
const DOM_EVENTS = new Set(
  'touchstart touchmove touchend touchcancel transitionend animationstart animationiteration animationend'.split(' '),
)

type Elements = glassEasel.ComponentSpace
type DefineComponents = (space: Elements) => void

interface RendererParts {
  files: AppFiles
  templates: Record<string, unknown>
  records: Records
  gestures: Gestures
  defineComponents: DefineComponents
}

/** WeChat's component framework with this page as its screen. */
export class Renderer {
  readonly space: CodeSpace
  private readonly backend: ReturnType<MiniProgramEnv['associateBackend']>
  private readonly sheets = new Map<string, HTMLStyleElement>()

  constructor(parts: RendererParts) {
    const { files, templates, records, defineComponents } = parts
    installBridge(records)
    // Sheets and labels refer to elements by id.
    glassEasel.globalOptions.writeIdToDOM = true
    glassEasel.addGlobalErrorListener((error, method) => {
      records.appError(method ?? 'view', error)
      return false
    })
    glassEasel.addGlobalWarningListener(message => {
      records.warning(String(message))
      return false
    })
    const environment = new MiniProgramEnv()
    const global = environment.getGlobalCodeSpace().getComponentSpace()
    this.backend = environment.associateBackend(screenBackend(parts.gestures))
    defineTags(global, defineComponents)
    this.space = environment.createCodeSpace('main', true)
    defineTags(this.space.getComponentSpace(), defineComponents)
    this.addFiles(files, templates)
  }

  createPage(path: string): Root {
    return this.backend.createRoot('wx-page', this.space, path)
  }

  /** A page sees the app's sheet, its own, and those of components; never another page's. */
  useSheetsOf(page: string, pages: string[]) {
    for (const other of pages) {
      const sheet = this.sheets.get(other)
      if (sheet) sheet.disabled = other !== page
    }
  }

  private addFiles(files: AppFiles, templates: Record<string, unknown>) {
    for (const path of Object.keys(templates)) {
      // Without the fallback a `bindtap` becomes a plain attribute.
      const content = { groupList: templates, content: templates[path], fallbackListenerOnNativeNode: true }
      this.space.addCompiledTemplate(path, content as unknown as glassEasel.template.ComponentTemplate)
    }
    for (const path of Object.keys(files.bundle.json)) {
      const config = files.config(path)
      if (path === 'app' || !config) continue
      if (!(config.usingComponents || config.component || files.pages.includes(path))) continue
      const usingComponents = { ...files.app.usingComponents, ...config.usingComponents }
      this.space.addComponentStaticConfig(path, { ...config, usingComponents } as never)
    }
    for (const [path, scope] of Object.entries(files.bundle.scopes)) this.space.addStyleSheet(path, undefined, scope)
    // The app's sheet comes first, so that a page can overrule it.
    const paths = Object.keys(files.bundle.css).sort((a, b) => Number(b === 'app') - Number(a === 'app'))
    for (const path of paths) {
      const sheet = document.createElement('style')
      sheet.dataset.wxss = path
      sheet.textContent = files.bundle.css[path] ?? ''
      document.head.append(sheet)
      sheet.disabled = files.pages.includes(path)
      this.sheets.set(path, sheet)
    }
  }
}

function defineTags(space: Elements, defineComponents: DefineComponents) {
  for (const tag of PLAIN_TAGS.split(' ')) space.setGlobalUsingComponent(tag, `wx-${tag}`)
  defineComponents(space)
}

/** The DOM as a backend: elements get their `wx-` name here, and events of the DOM are filtered. */
function screenBackend(gestures: Gestures) {
  const backend = new glassEasel.CurrentWindowBackendContext()
  backend.document = {
    createElement: (tag: string) => hostElement(COMPONENT_TAGS.has(tag) ? `wx-${tag}` : tag),
    createTextNode: (text: string) => document.createTextNode(text),
    createDocumentFragment: () => document.createDocumentFragment(),
  } as unknown as typeof backend.document
  backend.onEvent((target, type, detail, options) => gestures.dispatch(target, type, detail, options))
  const listen = backend.setListenerStats.bind(backend)
  backend.setListenerStats = (element, type, capture, mutability) => {
    if (DOM_EVENTS.has(type)) listen(element, type, capture, mutability)
  }
  return backend
}

function hostElement(tag: string): HTMLElement {
  const element = document.createElement(tag)
  const setAttribute = element.setAttribute.bind(element)
  element.setAttribute = (name: string, value: string) => {
    // An aria attribute bound to undefined arrives as an empty text; WeChat leaves it out.
    if (name.startsWith('aria-') && value === '') element.removeAttribute(name)
    else setAttribute(name, name === 'style' ? browserLengths(value) : value)
    if (name === 'aria-role' && value !== '') setAttribute('role', value)
  }
  // The framework puts a prefix before every id; the sheets of the app know the plain one.
  Object.defineProperty(element, 'id', {
    get: () => element.getAttribute('id') ?? '',
    set: (id: string) => setAttribute('id', id.replace(/^.*?--/, '')),
  })
  return element
}
