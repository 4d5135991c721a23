import { inventMerchant } from './merchant.js'
import { type PaySimulator, type PaySimulatorOptions, startPaySimulator } from './pay-simulator.js'

/** WeChat Pay of a world: where it sends notifications is known only once the world's server listens. */
export type WorldPay = PaySimulator & { forwardTo(serverUrl: string): void; privateKey: string }

const path = '/wechat/pay/notifications'
/** What the server tells WeChat Pay: https, as it must be. Deliveries go to the world's server instead. */
const told = `https://huitou.example${path}`

/** Starts WeChat Pay for a test world, on the world's clock. `showCard` is a payer's phone. */
export async function startWorldPay(
  appId: string,
  clock?: { now(): Date },
  showCard?: PaySimulatorOptions['showCard'],
): Promise<WorldPay> {
  const { merchant, privateKey } = inventMerchant(appId)
  let target = told
  const simulator = await startPaySimulator({
    merchant,
    routeNotice: url => (url === told ? target : url),
    ...(clock ? { now: () => clock.now() } : {}),
    ...(showCard ? { showCard } : {}),
  })
  return {
    ...simulator,
    privateKey,
    forwardTo(serverUrl) {
      target = `${serverUrl}${path}`
    },
  }
}

/** The server's configuration of the merchant. */
export function payEnvironment({ url, merchant, control, privateKey }: WorldPay): Record<string, string> {
  const { id, pem } = control.publicKey()
  return {
    WECHAT_PAY_URL: url,
    WECHAT_PAY_MCHID: merchant.mchid,
    WECHAT_PAY_CERT_SERIAL: merchant.certSerial,
    WECHAT_PAY_KEY: privateKey,
    WECHAT_PAY_API_KEY: merchant.apiKey,
    WECHAT_PAY_PUBLIC_KEY_ID: id,
    WECHAT_PAY_PUBLIC_KEY: pem,
    WECHAT_PAY_NOTIFY_URL: told,
  }
}
