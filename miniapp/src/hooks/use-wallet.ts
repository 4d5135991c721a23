import type { ReplyOf } from '@huitou/shared/client'
import { put } from '../cache'
import { call } from '../call'
import { type Loaded, useLoad } from './use-load'

export type Wallet = ReplyOf<'GET /member/coupons'>
export type WalletTab = 'USABLE' | 'EXPIRING' | 'USED' | 'ENDED'

const PAGE = 20

/** One page of a wallet, those that end first at the top. */
export function readWallet(tab: WalletTab, cursor?: string): Promise<Wallet> {
  return call('GET /member/coupons', { query: { tab, limit: PAGE, ...(cursor ? { cursor } : {}) } })
}

export const walletKey = (memberNo: string, tab: WalletTab): string => `coupons:${memberNo}:${tab}`

/** How many coupons there are and whether any is new. The wallet opens with what this has read already. */
export function useWallet(memberNo: string | null): Loaded<Wallet> {
  return useLoad(memberNo && walletKey(memberNo, 'USABLE'), () => readWallet('USABLE'), { lasting: true })
}

/** The wallet is open: nothing in it is new any more, on this phone at once and on the server as soon as it hears it. */
export async function seeWallet(memberNo: string, wallet: Wallet): Promise<void> {
  if (wallet.unseen === 0) return
  await call('POST /member/coupon-views')
  put(walletKey(memberNo, 'USABLE'), { ...wallet, unseen: 0 }, true)
}
