import { createPrivateKey, createPublicKey } from 'node:crypto'
import { inventMerchant } from './merchant.js'
import { startPaySimulator } from './pay-simulator.js'

/**
 * The simulator as a process. PORT (0 = a free one), WECHAT_APP_ID, and the merchant as the server knows it:
 * WECHAT_PAY_MCHID, WECHAT_PAY_API_KEY, WECHAT_PAY_CERT_SERIAL, WECHAT_PAY_KEY (its public half is what counts here).
 * WECHAT_PAY_SIM_KEY is the private half of the platform's public key, known as WECHAT_PAY_PUBLIC_KEY_ID, so that it stays
 * the same over restarts; WECHAT_PAY_SIM_STATE the file that keeps the orders. Sends notifications by itself, and cards
 * to the phones of the WeChat simulator at WECHAT_API_URL. Prints one line of JSON when it is ready and stops on SIGTERM or SIGINT.
 */
async function main(): Promise<void> {
  const env = process.env
  const { merchant: invented } = inventMerchant(env.WECHAT_APP_ID ?? 'wx0000000000demo01')
  const merchant = {
    ...invented,
    mchid: env.WECHAT_PAY_MCHID ?? invented.mchid,
    apiKey: env.WECHAT_PAY_API_KEY ?? invented.apiKey,
    certSerial: env.WECHAT_PAY_CERT_SERIAL?.toUpperCase() ?? invented.certSerial,
    publicKey: env.WECHAT_PAY_KEY ? createPublicKey(pemOf(env.WECHAT_PAY_KEY)) : invented.publicKey,
  }
  const platformKey = env.WECHAT_PAY_SIM_KEY && createPrivateKey(pemOf(env.WECHAT_PAY_SIM_KEY))
  const keys = platformKey ? { privateKey: platformKey, publicKey: createPublicKey(platformKey) } : undefined
  const simulator = await startPaySimulator({
    port: Number(env.PORT ?? 0),
    merchant,
    publicKey: { id: env.WECHAT_PAY_PUBLIC_KEY_ID || undefined, keys },
    statePath: env.WECHAT_PAY_SIM_STATE || undefined,
    showCard: (openid, card) => void showOnPhone(env.WECHAT_API_URL, { openid, ...card }),
  })
  simulator.control.settings({ notices: 'auto', noticeScale: 1 })
  const stop = () => void simulator.close()
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  console.log(JSON.stringify({ url: simulator.url, publicKeyId: simulator.control.publicKey().id }))
}

/** What the payer's phone would show. A phone that does not answer misses a card, nothing else. */
async function showOnPhone(wechatUrl: string | undefined, receipt: object): Promise<void> {
  if (!wechatUrl) return
  await fetch(new URL('/__sim/phone/receipts', wechatUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(receipt),
    signal: AbortSignal.timeout(2_000),
  }).catch(() => undefined)
}

/** PEM as it is, or in base64 on one line. */
function pemOf(text: string): string {
  return text.includes('-----BEGIN') ? text.replaceAll('\\n', '\n') : Buffer.from(text, 'base64').toString('utf8')
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : 'the WeChat Pay simulator could not start')
  process.exitCode = 1
})
