import Taro, { useDidShow } from '@tarojs/taro'
import { useCallback, useEffect } from 'react'
import { needsMe } from '../needs'
import { type Inbox, useInbox } from './use-inbox'
import type { Loaded } from './use-load'
import { useWallet, type Wallet } from './use-wallet'

/** The place of 我的 in the tab bar. */
const ME = 3

/** What waits for this member, with the red dot on the tab of the own page. For tab pages: WeChat draws it from there only. */
export function useNeeds(memberNo: string | null): { inbox: Loaded<Inbox>; wallet: Loaded<Wallet> } {
  const inbox = useInbox(memberNo)
  const wallet = useWallet(memberNo)
  const dot = needsMe(inbox.value?.items ?? []) || (wallet.value?.unseen ?? 0) > 0
  const draw = useCallback(() => {
    const drawing = dot ? Taro.showTabBarRedDot({ index: ME }) : Taro.hideTabBarRedDot({ index: ME })
    drawing.catch(() => undefined)
  }, [dot])
  useEffect(draw, [draw])
  useDidShow(draw)
  return { inbox, wallet }
}
