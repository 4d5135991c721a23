import { demoApp, startWechatSimulator } from './wechat-simulator.js'

/**
 * The simulator as a process. PORT (0 = a free one), WECHAT_APP_ID, WECHAT_APP_SECRET, WECHAT_SIM_STATE (the file that
 * keeps the users). Prints one line of JSON when it is ready and stops on SIGTERM or SIGINT.
 */
async function main(): Promise<void> {
  const { PORT, WECHAT_APP_ID, WECHAT_APP_SECRET, WECHAT_SIM_STATE } = process.env
  const simulator = await startWechatSimulator({
    port: Number(PORT ?? 0),
    statePath: WECHAT_SIM_STATE || undefined,
    appId: WECHAT_APP_ID || demoApp.appId,
    appSecret: WECHAT_APP_SECRET || demoApp.appSecret,
  })
  const stop = () => void simulator.close()
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  console.log(JSON.stringify({ url: simulator.url }))
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : 'the WeChat simulator could not start')
  process.exitCode = 1
})
