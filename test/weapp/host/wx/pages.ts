import type { AppFiles } from '../app-files.js'
import type { Frame } from '../frame.js'
import type { PageStack } from '../page-stack.js'
import type { Phone } from '../phone.js'
import { type Caller, NativeFailure, type WxMember } from './call.js'

interface PageParts {
  stack: PageStack
  frame: Frame
  files: AppFiles
  phone: Phone
  redraw: () => void
}
type Url = { url: string }
type Tab = { index: number }

/** Navigation between pages, and what the app may change on the bars around them. */
export function pageApi(caller: Caller, parts: PageParts): Record<string, WxMember> {
  const { stack } = parts
  return {
    navigateTo: caller.async('navigateTo', ({ url }: Url) => stack.navigateTo(url)),
    redirectTo: caller.async('redirectTo', ({ url }: Url) => stack.redirectTo(url)),
    switchTab: caller.async('switchTab', ({ url }: Url) => stack.switchTab(url)),
    reLaunch: caller.async('reLaunch', ({ url }: Url) => stack.reLaunch(url)),
    navigateBack: caller.async('navigateBack', ({ delta }: { delta?: number }) => stack.navigateBack(delta)),
    startPullDownRefresh: caller.async('startPullDownRefresh', () => stack.front.pullDown()),
    stopPullDownRefresh: caller.async('stopPullDownRefresh', () => {
      stack.front.refreshing = false
    }),
    pageScrollTo: caller.async('pageScrollTo', (options: { scrollTop?: number; selector?: string }) => {
      const { box } = stack.front
      const target = options.selector ? box.querySelector<HTMLElement>(options.selector) : null
      box.scrollTop = target ? target.offsetTop : (options.scrollTop ?? 0)
    }),
    ...barApi(caller, parts),
    ...tabApi(caller, parts),
  }
}

function barApi(caller: Caller, { stack, redraw }: PageParts): Record<string, WxMember> {
  const done = () => undefined
  return {
    setNavigationBarTitle: caller.async('setNavigationBarTitle', ({ title }: { title: string }) => {
      stack.front.title = title
      redraw()
    }),
    setNavigationBarColor: caller.async(
      'setNavigationBarColor',
      ({ frontColor, backgroundColor }: { frontColor: string; backgroundColor: string }) => {
        stack.front.colors = { front: frontColor, background: backgroundColor }
        redraw()
      },
    ),
    showNavigationBarLoading: caller.async('showNavigationBarLoading', done),
    hideNavigationBarLoading: caller.async('hideNavigationBarLoading', done),
    hideHomeButton: caller.async('hideHomeButton', done),
    setBackgroundColor: caller.async('setBackgroundColor', done),
    setBackgroundTextStyle: caller.async('setBackgroundTextStyle', done),
    showShareMenu: caller.async('showShareMenu', done),
    hideShareMenu: caller.async('hideShareMenu', done),
  }
}

function tabApi(caller: Caller, { stack, frame, files, phone, redraw }: PageParts): Record<string, WxMember> {
  /** Runs a change of the tab bar; WeChat refuses it while another page is in front. */
  const change = <Options extends object>(name: string, apply: (options: Options) => void) =>
    caller.async(name, (options: Options) => {
      if (!files.isTab(stack.front.address.path)) throw new NativeFailure('not TabBar page')
      apply(options)
      redraw()
    })
  const pathOf = ({ index }: Tab) => files.tabs[index]?.pagePath ?? ''
  const clear = (tab: Tab) => {
    delete phone.state.badges[pathOf(tab)]
  }
  return {
    showTabBar: change('showTabBar', () => frame.setTabBarHidden(false)),
    hideTabBar: change('hideTabBar', () => frame.setTabBarHidden(true)),
    setTabBarBadge: change('setTabBarBadge', (options: Tab & { text: string }) => {
      phone.state.badges[pathOf(options)] = options.text
    }),
    removeTabBarBadge: change('removeTabBarBadge', clear),
    showTabBarRedDot: change('showTabBarRedDot', (options: Tab) => {
      phone.state.badges[pathOf(options)] = ''
    }),
    hideTabBarRedDot: change('hideTabBarRedDot', clear),
    setTabBarItem: change('setTabBarItem', ({ index, text }: Tab & { text?: string }) => {
      if (text) frame.setTabText(index, text)
    }),
    setTabBarStyle: change('setTabBarStyle', () => undefined),
  }
}
