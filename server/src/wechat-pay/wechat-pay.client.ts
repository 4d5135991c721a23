import { createHash, createSecretKey, randomBytes, timingSafeEqual } from 'node:crypto'
import WxPay from 'wechatpay-node-v3'
import type { z } from 'zod'
import type { Clock } from '../clock.js'
import { type PayEndpoint, PayError } from './wechat-pay.error.js'
import { type PayRefund, refundOf, type Transaction, transactionOf } from './wechat-pay.facts.js'
import { breathe, jsonOf, type OnPayCall, officialUrl, PayHttp, type RawAnswer, unknown } from './wechat-pay.http.js'
import { PlatformKeys, type PublicKeyPem } from './wechat-pay.keys.js'
import { type Notice, readNotice } from './wechat-pay.notice.js'
import { BillAnswer, PrepayAnswer, RefundAnswer, TransactionAnswer } from './wechat-pay.shapes.js'
import type { SignatureHeaders } from './wechat-pay.signature.js'

/** The merchant, and how to reach WeChat Pay. `publicKey` is absent for a merchant on platform certificates alone. */
export type PayConfig = {
  apiUrl: string
  timeoutMs: number
  appId: string
  mchid: string
  /** Serial number of the merchant's API certificate, and its private key as PEM. */
  certSerial: string
  privateKey: string
  /** The APIv3 key: 32 bytes. */
  apiKey: string
  publicKeys: readonly PublicKeyPem[]
  notifyUrl: string
}

/** An order of a payment, as WeChat Pay first hears of it. Repeating it with the same words is safe. */
export type PrepayOrder = {
  outTradeNo: string
  /** What the payer reads: at most 127 characters. */
  description: string
  amountFen: number
  openid: string
  expiresAt: Date
}

/** What `wx.requestPayment` is given. */
export type PayParameters = {
  appId: string
  timeStamp: string
  nonceStr: string
  package: string
  signType: 'RSA'
  paySign: string
}

export type RefundOrder = {
  outTradeNo: string
  outRefundNo: string
  amountFen: number
  totalFen: number
  reason: string
}

/** The library builds and signs; its clock and its weak random numbers are replaced by ours. */
class Signing extends WxPay {
  readonly #clock: Pick<Clock, 'now'>

  constructor(config: PayConfig, clock: Pick<Clock, 'now'>) {
    const { appId: appid, mchid, certSerial, privateKey } = config
    // It wants the certificate only to find the serial in it.
    const publicKey = Buffer.from(certSerial)
    super({ appid, mchid, publicKey, privateKey: Buffer.from(privateKey), serial_no: certSerial, userAgent: 'huitou' })
    this.#clock = clock
  }

  protected override buildAuthorization(method: string, url: string, params?: Record<string, unknown>): string {
    const [nonce, timestamp] = [randomBytes(16).toString('hex'), secondsOf(this.#clock.now())]
    const signature = this.getSignature(method, nonce, timestamp, url.replace(officialUrl, ''), params)
    return this.getAuthorization(nonce, timestamp, signature)
  }

  certificates(): Promise<unknown> {
    const url = `${officialUrl}/v3/certificates`
    return this.httpService.get(url, this.getHeaders(this.buildAuthorization('GET', url)))
  }
}

/**
 * WeChat Pay for a merchant of its own, JSAPI orders only. No rules live here: it asks, checks who answered, compares
 * appid and mchid, and turns every failure into a `PayError`. Fields are #private so that printing a client shows no key.
 */
export class PayClient {
  readonly #config: PayConfig
  readonly #clock: Pick<Clock, 'now'>
  readonly #library: Signing
  readonly #http: PayHttp
  readonly #keys: PlatformKeys
  readonly #watchers: OnPayCall[]

  constructor(config: PayConfig, clock: Pick<Clock, 'now'>, onCall: OnPayCall = () => {}) {
    this.#watchers = [onCall]
    this.#config = config
    this.#clock = clock
    this.#keys = new PlatformKeys(clock, createSecretKey(Buffer.from(config.apiKey)), config.publicKeys)
    const { apiUrl, timeoutMs } = config
    const tell: OnPayCall = call => {
      for (const watcher of this.#watchers) watcher(call)
    }
    this.#http = new PayHttp({ apiUrl, timeoutMs, keys: this.#keys, clock, onCall: tell })
    this.#library = new Signing(config, clock)
    this.#library.createHttp(this.#http as never)
  }

  /** Tells somebody else of every exchange too: figures, besides the log. */
  watch(onCall: OnPayCall): void {
    this.#watchers.push(onCall)
  }

  /** Makes the order known and answers its prepay id, good for two hours. The same words again give another id of it. */
  async prepay(order: PrepayOrder): Promise<string> {
    assertNumber('prepay', order.outTradeNo)
    const raw = await this.#call('prepay', () =>
      this.#library.transactions_jsapi({
        description: order.description,
        out_trade_no: order.outTradeNo,
        time_expire: instantText(order.expiresAt),
        notify_url: this.#config.notifyUrl,
        amount: { total: order.amountFen, currency: 'CNY' },
        payer: { openid: order.openid },
      }),
    )
    return this.#read('prepay', PrepayAnswer, raw).prepay_id
  }

  /** What `wx.requestPayment` needs. The same id and moment give the same parameters, signature and all. */
  parametersOf(prepayId: string, at: Date): PayParameters {
    const { appId } = this.#config
    const [timeStamp, nonceStr] = [secondsOf(at), createHash('sha256').update(prepayId).digest('hex').slice(0, 32)]
    const named = `prepay_id=${prepayId}`
    const paySign = this.#library.sha256WithRsa(`${appId}\n${timeStamp}\n${nonceStr}\n${named}\n`)
    return { appId, timeStamp, nonceStr, package: named, signType: 'RSA', paySign }
  }

  /** What became of an order of ours. */
  async query(outTradeNo: string): Promise<Transaction> {
    assertNumber('query', outTradeNo)
    return this.#transaction(
      outTradeNo,
      await this.#call('query', () => this.#library.query({ out_trade_no: outTradeNo })),
    )
  }

  /** The same, by WeChat Pay's number. */
  async queryTransaction(transactionId: string): Promise<Transaction> {
    assertNumber('query', transactionId)
    const raw = await this.#call('query', () => this.#library.query({ transaction_id: transactionId } as never))
    return this.#transaction(null, raw)
  }

  /** Closes an order, so that it cannot be paid any more; once more does no harm. `PAID` for one that is. */
  async close(outTradeNo: string): Promise<void> {
    assertNumber('close', outTradeNo)
    await this.#call('close', () => this.#library.close(outTradeNo))
  }

  /** Asks for a refund. "Taken" is usually PROCESSING. With the same number it is the same refund, however often asked. */
  async refund(order: RefundOrder): Promise<PayRefund> {
    assertNumber('refund', order.outRefundNo)
    const raw = await this.#call('refund', () =>
      this.#library.refunds({
        out_trade_no: order.outTradeNo,
        out_refund_no: order.outRefundNo,
        reason: order.reason,
        notify_url: this.#config.notifyUrl,
        amount: { refund: order.amountFen, total: order.totalFen, currency: 'CNY' },
      }),
    )
    return this.#refund('refund', order.outRefundNo, raw)
  }

  async queryRefund(outRefundNo: string): Promise<PayRefund> {
    assertNumber('refund-query', outRefundNo)
    const raw = await this.#call('refund-query', () => this.#library.find_refunds(outRefundNo))
    return this.#refund('refund-query', outRefundNo, raw)
  }

  /** The trade bill of a Beijing day, checked against its hash; null for a day without trade. `BUSY` until it is ready. */
  async bill(date: string): Promise<Buffer | null> {
    const told = await this.#call('bill', () => this.#library.tradebill({ bill_date: date, bill_type: 'ALL' })).catch(
      (error: unknown) => {
        if (error instanceof PayError && error.kind === 'NOT_FOUND') return null
        throw error
      },
    )
    if (!told) return null
    const { hash_value, download_url } = this.#read('bill', BillAnswer, told)
    // The file is not signed: the hash, which was, stands for that.
    const { body } = await this.#http.call('bill-file', () => this.#library.downloadBill(download_url))
    const hash = createHash('sha1').update(body).digest()
    if (!timingSafeEqual(hash, Buffer.from(hash_value, 'hex'))) throw unknown('bill-file', 'hash wrong')
    return body
  }

  /** A notification, checked and opened. Throws `PayError` with what is wrong; then nothing of it may be believed. */
  async notice(headers: SignatureHeaders, body: Buffer): Promise<Notice> {
    await this.#refreshFor(headers.serial)
    const { apiKey, appId, mchid } = this.#config
    return readNotice({
      headers,
      body,
      now: this.#clock.now(),
      keyOf: serial => this.#keys.find(serial),
      apiKey: createSecretKey(Buffer.from(apiKey)),
      appId,
      mchid,
    })
  }

  /** One exchange whose answer is signed. Too many calls are met with one repetition after a moment. */
  async #call(endpoint: PayEndpoint, work: () => Promise<unknown>): Promise<RawAnswer> {
    await this.#refreshFor(undefined)
    const once = async () => {
      const raw = await this.#http.call(endpoint, work)
      await this.#refreshFor(raw.headers.get('wechatpay-serial') ?? undefined)
      this.#http.verify(endpoint, raw)
      return raw
    }
    return once().catch(async (error: unknown) => {
      if (!(error instanceof PayError && error.kind === 'BUSY')) throw error
      await breathe()
      return once()
    })
  }

  async #refreshFor(serial: string | undefined): Promise<void> {
    const unknownSerial = serial !== undefined && this.#keys.find(serial) === undefined
    await this.#keys.refresh(unknownSerial, () => this.#fetchCertificates()).catch(() => undefined)
  }

  /** The answer is sealed with our key and signed with one of the keys inside it or one we hold: both are checked before any is kept. */
  async #fetchCertificates(): Promise<void> {
    const raw = await this.#http.call('certificates', () => this.#library.certificates())
    const found = this.#keys.read(raw.body)
    if (!found) throw unknown('certificates', 'unreadable answer')
    this.#http.verify('certificates', raw, serial => found.get(serial.toUpperCase())?.key ?? this.#keys.find(serial))
    this.#keys.keep(found)
  }

  #read<T extends z.ZodType>(endpoint: PayEndpoint, shape: T, raw: RawAnswer): z.output<T> {
    const parsed = shape.safeParse(jsonOf(raw.body))
    if (!parsed.success) throw unknown(endpoint, 'unreadable answer')
    return parsed.data
  }

  #transaction(outTradeNo: string | null, raw: RawAnswer): Transaction {
    const told = this.#read('query', TransactionAnswer, raw)
    if (outTradeNo !== null && told.out_trade_no !== outTradeNo) throw unknown('query', 'about another order')
    return transactionOf('query', told, this.#config)
  }

  #refund(endpoint: PayEndpoint, outRefundNo: string, raw: RawAnswer): PayRefund {
    const told = this.#read(endpoint, RefundAnswer, raw)
    if (told.out_refund_no !== outRefundNo) throw unknown(endpoint, 'about another refund')
    return refundOf(endpoint, told)
  }
}

/** The library signs numbers as they are and sends them escaped: what would differ between the two is refused here. */
function assertNumber(endpoint: PayEndpoint, number: string): void {
  if (/^[0-9A-Za-z_-]{6,64}$/.test(number)) return
  throw new PayError({ endpoint, kind: 'REFUSED', reason: 'not a number of ours' })
}

function secondsOf(at: Date): string {
  return String(Math.floor(at.getTime() / 1000))
}

/** RFC 3339 to the second, in Beijing's offset. */
function instantText(at: Date): string {
  return `${new Date(at.getTime() + 8 * 3600_000).toISOString().slice(0, 19)}+08:00`
}
