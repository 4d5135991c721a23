/** The sheet that stands for WeChat Pay's own in a browser: an amount, and a thumb that confirms. For the demonstration only. */
import { formatYuan } from '@huitou/shared/amounts'

const LOOK = {
  shade: 'position:fixed;inset:0;z-index:2000;display:flex;align-items:flex-end;background:rgba(0,0,0,.5)',
  sheet:
    'box-sizing:border-box;width:100%;padding:24px 24px 32px;border-radius:12px 12px 0 0;background:#fff;color:#111;text-align:center;font:16px/1.5 system-ui,sans-serif',
  amount: 'margin:8px 0 20px;font-size:40px;font-weight:600;font-variant-numeric:tabular-nums',
  confirm:
    'display:block;width:100%;min-height:48px;border:0;border-radius:8px;background:#07c160;color:#fff;font-size:17px;font-weight:600',
  cancel:
    'display:block;width:100%;min-height:44px;margin-top:8px;border:0;background:transparent;color:#576b95;font-size:15px',
}

/** Whether the guest confirms. Leaving it is a no. */
export function confirmPayment({ amountFen, to }: { amountFen: number; to: string }): Promise<boolean> {
  return new Promise(resolve => {
    const shade = made('div', LOOK.shade)
    const sheet = made('div', LOOK.sheet)
    sheet.setAttribute('role', 'dialog')
    sheet.setAttribute('aria-label', '微信支付（演示）')
    const end = (answer: boolean) => {
      shade.remove()
      resolve(answer)
    }
    const confirm = made('button', LOOK.confirm, '确认支付')
    const cancel = made('button', LOOK.cancel, '取消')
    confirm.onclick = () => end(true)
    cancel.onclick = () => end(false)
    shade.onclick = event => event.target === shade && end(false)
    sheet.append(
      made('div', '', `微信支付（演示） · 付给 ${to}`),
      made('div', LOOK.amount, formatYuan(amountFen)),
      confirm,
      cancel,
    )
    shade.append(sheet)
    document.body.append(shade)
    confirm.focus()
  })
}

function made(tag: string, style: string, text = ''): HTMLElement {
  const element = document.createElement(tag)
  element.style.cssText = style
  element.textContent = text
  return element
}
