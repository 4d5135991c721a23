import type { PushOwner } from './pusher.js'
import { demoAccount, demoApp, startWechatSimulator, type WechatSimulator } from './wechat-simulator.js'

/**
 * The simulator as a process. PORT (0 = a free one), WECHAT_APP_ID, WECHAT_APP_SECRET, WECHAT_OA_APP_ID and
 * WECHAT_OA_APP_SECRET (the official account), WECHAT_SIM_STATE (the file that keeps the users). WECHAT_SIM_PUSH_URL is
 * the address of the server that hears of events, signed with WECHAT_PUSH_TOKEN and WECHAT_PUSH_AES_KEY, those of the
 * account with WECHAT_OA_PUSH_TOKEN and WECHAT_OA_PUSH_AES_KEY. Prints one line of JSON when it is ready and stops on
 * SIGTERM or SIGINT.
 */
async function main(): Promise<void> {
  const { env } = process
  const simulator = await startWechatSimulator({
    port: Number(env.PORT ?? 0),
    statePath: env.WECHAT_SIM_STATE || undefined,
    appId: env.WECHAT_APP_ID || demoApp.appId,
    appSecret: env.WECHAT_APP_SECRET || demoApp.appSecret,
    account: {
      appId: env.WECHAT_OA_APP_ID || demoAccount.appId,
      appSecret: env.WECHAT_OA_APP_SECRET || demoAccount.appSecret,
    },
  })
  // Somebody who tries out a template of their own should not have to enter it here as well.
  simulator.control.settings({ unknownTemplates: 'accept' })
  pushTo(simulator, 'app', { token: env.WECHAT_PUSH_TOKEN, aesKey: env.WECHAT_PUSH_AES_KEY })
  pushTo(simulator, 'account', { token: env.WECHAT_OA_PUSH_TOKEN, aesKey: env.WECHAT_OA_PUSH_AES_KEY })
  const stop = () => void simulator.close()
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  console.log(JSON.stringify({ url: simulator.url, phone: `${simulator.url}/phone` }))
}

type Keys = { token: string | undefined; aesKey: string | undefined }

function pushTo(simulator: WechatSimulator, owner: PushOwner, { token, aesKey }: Keys): void {
  const server = process.env.WECHAT_SIM_PUSH_URL
  if (!server || !token) return
  const [path, format] =
    owner === 'app' ? (['/wechat/push', 'json'] as const) : (['/wechat/account/push', 'xml'] as const)
  simulator.control.messages.pushTo(owner, { url: new URL(path, server).href, token, aesKey: aesKey || null, format })
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : 'the WeChat simulator could not start')
  process.exitCode = 1
})
