import { inspect } from 'node:util'
import { expect } from '@jest/globals'
import { PayClient, type PayConfig, type PrepayOrder } from '../../../server/src/wechat-pay/wechat-pay.client.js'
import { PayError } from '../../../server/src/wechat-pay/wechat-pay.error.js'
import type { PayCall } from '../../../server/src/wechat-pay/wechat-pay.http.js'
import type { Notice as ReadNotice } from '../../../server/src/wechat-pay/wechat-pay.notice.js'
import { signatureHeadersOf } from '../../../server/src/wechat-pay/wechat-pay.signature.js'
import { inventMerchant } from './merchant.js'
import type { NoticeSpoil } from './notices.js'
import { type PaySimulator, startPaySimulator } from './pay-simulator.js'

const appId = 'wx0000000000demo01'

/** The server's client of WeChat Pay against the simulator over HTTP, both on one held clock. */
export class PayClientWorld {
  readonly calls: PayCall[] = []
  readonly config: PayConfig
  readonly client: PayClient
  readonly #pay: PaySimulator
  readonly #secrets: string[]
  #numbers = 0

  private constructor(pay: PaySimulator, privateKey: string) {
    this.#pay = pay
    const { mchid, certSerial, apiKey } = pay.merchant
    const notifyUrl = 'https://huitou.example/api/wechat-pay/notifications'
    const publicKeys = [pay.control.publicKey()]
    this.config = {
      apiUrl: pay.url,
      timeoutMs: 1000,
      appId,
      mchid,
      certSerial,
      privateKey,
      apiKey,
      publicKeys,
      notifyUrl,
    }
    this.client = this.newClient()
    this.#secrets = [apiKey, privateKey.split('\n')[3] ?? '', 'o-ana-0001', 'signature=']
  }

  static async start(): Promise<PayClientWorld> {
    const { merchant, privateKey } = inventMerchant(appId)
    const pay = await startPaySimulator({ merchant, now: () => new Date('2026-11-23T12:30:00+08:00') })
    return new PayClientWorld(pay, privateKey)
  }

  get control(): PaySimulator['control'] {
    return this.#pay.control
  }

  newClient(config: Partial<PayConfig> = {}): PayClient {
    const clock = { now: () => this.control.now() }
    return new PayClient({ ...this.config, ...config }, clock, call => this.calls.push(call))
  }

  order(wanted: Partial<PrepayOrder> = {}): PrepayOrder {
    this.#numbers += 1
    return {
      outTradeNo: `T${String(this.#numbers).padStart(9, '0')}`,
      description: '回头餐厅 A3 桌',
      amountFen: 8850,
      openid: 'o-ana-0001',
      expiresAt: new Date(this.control.now().getTime() + 15 * 60_000),
      ...wanted,
    }
  }

  /** An order that is paid; its number. */
  async paid(wanted: Partial<PrepayOrder> = {}): Promise<string> {
    const order = this.order(wanted)
    this.control.payPrepay(await this.client.prepay(order))
    return order.outTradeNo
  }

  /** The newest notification as our client reads it off the line. */
  read(spoil?: NoticeSpoil, client = this.client): Promise<ReadNotice> {
    const { headers, body } = this.composed(spoil)
    return client.notice(
      signatureHeadersOf(name => headers[name]),
      body,
    )
  }

  /** The newest notification as bytes. */
  composed(spoil?: NoticeSpoil): ReturnType<PaySimulator['compose']> {
    return this.#pay.compose(spoil)
  }

  /** The typed error a call ends with, searched for everything no error may show. */
  async failure(call: Promise<unknown>): Promise<PayError> {
    const error: unknown = await call.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    if (!(error instanceof PayError)) throw new Error('the call did not end with a PayError', { cause: error })
    const shown = [error.message, error.stack, inspect(error, { depth: null, showHidden: true }), JSON.stringify(error)]
    for (const secret of this.#secrets) expect(shown.join('\n')).not.toContain(secret)
    return error
  }

  close(): Promise<void> {
    return this.#pay.close()
  }
}
