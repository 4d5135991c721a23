import type { AppBundle, Theme } from '../contract.js'

interface TabItem {
  pagePath: string
  text: string
  iconPath?: string
  selectedIconPath?: string
}

interface WindowConfig {
  navigationBarTitleText?: string
  navigationBarBackgroundColor?: string
  navigationBarTextStyle?: string
  navigationStyle?: string
  backgroundColor?: string
  enablePullDownRefresh?: boolean
  onReachBottomDistance?: number
  usingComponents?: Record<string, string>
  component?: boolean
}

interface AppConfig {
  pages: string[]
  entryPagePath?: string
  subPackages?: { root: string; pages: string[] }[]
  subpackages?: { root: string; pages: string[] }[]
  window?: WindowConfig
  darkmode?: boolean
  themeLocation?: string
  usingComponents?: Record<string, string>
  requiredPrivateInfos?: string[]
  tabBar?: {
    color?: string
    selectedColor?: string
    backgroundColor?: string
    custom?: boolean
    list: TabItem[]
  }
}

export interface PageAddress {
  path: string
  /** Values exactly as they stood in the URL: WeChat does not decode them. */
  query: Record<string, string>
}

/** The app's `.json` files, read as WeChat reads them. */
export class AppFiles {
  readonly app: AppConfig
  readonly pages: string[]
  readonly subPackageRoots: string[]

  constructor(readonly bundle: AppBundle) {
    this.app = bundle.json.app as AppConfig
    const packages = (this.app.subPackages ?? this.app.subpackages ?? []).map(one => ({
      ...one,
      root: one.root.replace(/^\/|\/$/g, ''),
    }))
    this.subPackageRoots = packages.map(one => `${one.root}/`)
    this.pages = [...this.app.pages, ...packages.flatMap(one => one.pages.map(page => `${one.root}/${page}`))]
  }

  get firstPage(): string {
    return this.app.entryPagePath ?? this.pages[0] ?? ''
  }

  get tabs(): TabItem[] {
    return this.app.tabBar?.list ?? []
  }

  isTab(path: string): boolean {
    return this.tabs.some(tab => tab.pagePath === path)
  }

  /** The sub-package a file lies in, as its root with a trailing slash; undefined in the main package. */
  subPackageOf(file: string): string | undefined {
    return this.subPackageRoots.find(root => file.startsWith(root))
  }

  window(path: string): WindowConfig {
    return { ...this.app.window, ...(this.bundle.json[path] as WindowConfig | undefined) }
  }

  config(path: string): WindowConfig | undefined {
    return this.bundle.json[path] as WindowConfig | undefined
  }

  /** Resolves `@name` of `theme.json`; other values pass. */
  themed(value: string | undefined, theme: Theme): string | undefined {
    if (!value?.startsWith('@')) return value
    const file = (this.app.themeLocation ?? 'theme.json').replace(/\.json$/, '')
    const themes = this.bundle.json[file] as Record<Theme, Record<string, string>> | undefined
    return themes?.[this.app.darkmode ? theme : 'light'][value.slice(1)]
  }

  /** Components a page or component uses, with the app's own, as paths without a leading slash. */
  componentsOf(path: string): string[] {
    const used = { ...this.app.usingComponents, ...this.config(path)?.usingComponents }
    return Object.values(used).map(target => resolvePath(path, target))
  }
}

/** A path as seen from another file of the app: absolute ones start with a slash. */
export function resolvePath(from: string, target: string): string {
  return new URL(target, `http://app/${from}`).pathname.replace(/^\/+/, '')
}

/** Splits a page URL. Names and values stay encoded, as WeChat leaves them. */
export function parsePageUrl(from: string, url: string): PageAddress {
  const [location = '', search = ''] = url.split('?')
  const query: Record<string, string> = {}
  for (const pair of search.split('&').filter(Boolean)) {
    const equals = pair.indexOf('=')
    query[equals < 0 ? pair : pair.slice(0, equals)] = equals < 0 ? '' : pair.slice(equals + 1)
  }
  return { path: location ? resolvePath(from, location) : from, query }
}
