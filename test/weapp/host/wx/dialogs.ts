import type { Overlays } from '../overlays.js'
import type { Phone } from '../phone.js'
import { type Caller, NativeFailure, type WxMember } from './call.js'

interface ToastOptions {
  title: string
  duration?: number
  icon?: string
}
interface ModalOptions {
  title?: string
  content?: string
  showCancel?: boolean
  cancelText?: string
  confirmText?: string
}

/** WeChat cuts a toast with an icon after seven characters, and refuses longer button texts than four. */
const LONGEST_BUTTON = 4

/** `wx.show…`: what WeChat itself puts over the page. */
export function dialogApi(caller: Caller, overlays: Overlays, phone: Phone): Record<string, WxMember> {
  return {
    showToast: caller.async('showToast', ({ title, duration }: ToastOptions) => {
      phone.state.loading = null
      overlays.toast(title, duration ?? 1500)
    }),
    hideToast: caller.async('hideToast', () => overlays.hideToast()),
    showLoading: caller.async('showLoading', ({ title, mask }: { title: string; mask?: boolean }) => {
      phone.state.loading = title
      overlays.loading(title, mask === true)
    }),
    hideLoading: caller.async('hideLoading', () => {
      phone.state.loading = null
      overlays.hideLoading()
    }),
    showModal: caller.async('showModal', (options: ModalOptions) => {
      for (const name of ['cancelText', 'confirmText'] as const) {
        const text = options[name]
        if (text && text.length > LONGEST_BUTTON) {
          throw new NativeFailure(`${name} length should not larger than ${LONGEST_BUTTON} Chinese characters`)
        }
      }
      return overlays.modal(options)
    }),
    showActionSheet: caller.async(
      'showActionSheet',
      async ({ itemList, alertText }: { itemList: string[]; alertText?: string }) => {
        const tapIndex = await overlays.actionSheet(itemList, alertText)
        if (tapIndex === null) throw new NativeFailure('cancel')
        return { tapIndex }
      },
    ),
  }
}
