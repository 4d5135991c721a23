import type { AppFiles } from './app-files.js'
import type { Phone } from './phone.js'

/** What the frame shows of the page in front. */
export interface Shown {
  path: string
  title: string
  canGoBack: boolean
  navigationColors: { front?: string; background?: string }
}

interface FrameActions {
  back: () => void
  tapTab: (index: number) => void
}

function byId(id: string): HTMLElement {
  return document.getElementById(id) as HTMLElement
}

/** WeChat's own navigation bar and tab bar around the pages. */
export class Frame {
  private hiddenTabBar = false
  private readonly texts: Record<number, string> = {}

  constructor(
    private readonly files: AppFiles,
    private readonly phone: Phone,
    private readonly actions: FrameActions,
  ) {
    byId('nav-back').addEventListener('click', actions.back)
  }

  draw(shown: Shown) {
    this.drawNavigation(shown)
    this.drawTabs(shown.path)
  }

  setTabBarHidden(hidden: boolean) {
    this.hiddenTabBar = hidden
  }

  setTabText(index: number, text: string) {
    this.texts[index] = text
  }

  private drawNavigation({ path, title, canGoBack, navigationColors }: Shown) {
    const { theme } = this.phone
    const window = this.files.window(path)
    const background =
      navigationColors.background ?? this.files.themed(window.navigationBarBackgroundColor, theme) ?? '#000000'
    const dark = (navigationColors.front ?? this.files.themed(window.navigationBarTextStyle, theme)) === 'black'
    const custom = window.navigationStyle === 'custom'
    for (const id of ['nav', 'status']) {
      byId(id).style.background = custom ? 'none' : background
      byId(id).style.color = dark || navigationColors.front === '#000000' ? '#000' : '#fff'
    }
    document.body.classList.toggle('custom-nav', custom)
    document.body.style.background = this.files.themed(window.backgroundColor, theme) ?? '#fff'
    byId('nav-title').textContent = title
    // A page opened directly gets a house instead of an arrow, unless it is a way home itself.
    const canGoHome = !canGoBack && path !== this.files.firstPage && !this.files.isTab(path)
    const back = byId('nav-back')
    back.style.visibility = canGoBack || canGoHome ? 'visible' : 'hidden'
    back.textContent = canGoHome ? '⌂' : '‹'
    back.setAttribute('aria-label', canGoHome ? '返回首页' : '返回')
  }

  private drawTabs(path: string) {
    const bar = this.files.app.tabBar
    const shown = this.files.isTab(path) && !this.hiddenTabBar && !bar?.custom
    byId('tabs').hidden = !shown
    if (!shown || !bar) return
    const { theme } = this.phone
    byId('tabs').style.background = this.files.themed(bar.backgroundColor, theme) ?? '#fff'
    byId('tabs').replaceChildren(
      ...bar.list.map((tab, index) => {
        const selected = tab.pagePath === path
        const element = document.createElement('button')
        element.className = 'tab'
        element.style.color = this.files.themed(selected ? bar.selectedColor : bar.color, theme) ?? '#000'
        element.addEventListener('click', () => this.actions.tapTab(index))
        const icon = selected ? (tab.selectedIconPath ?? tab.iconPath) : tab.iconPath
        const iconPath = this.files.themed(icon, theme)
        if (iconPath)
          element.append(
            Object.assign(document.createElement('img'), { src: assetUrl(iconPath), alt: '', className: 'tab-icon' }),
          )
        element.append(Object.assign(document.createElement('span'), { textContent: this.texts[index] ?? tab.text }))
        const badge = this.phone.state.badges[tab.pagePath]
        if (badge !== undefined) {
          element.append(Object.assign(document.createElement('i'), { className: 'badge', textContent: badge }))
        }
        return element
      }),
    )
  }
}

/** Where the browser finds a file of the app; other addresses pass. */
export function assetUrl(source: string): string {
  return /^(https?:|data:|blob:)/.test(source) ? source : `/asset/${source.replace(/^\//, '')}`
}
