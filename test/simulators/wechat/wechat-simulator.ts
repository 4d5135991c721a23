import { accountEndpoints } from './account-endpoints.js'
import { type Endpoint, refuse } from './api-answers.js'
import { checkEndpoints } from './check-endpoints.js'
import { codeEndpoint } from './code-endpoint.js'
import { controlPlane, isControlPath } from './control-plane.js'
import { FaultBoard, suffer } from './fault-board.js'
import { linkEndpoints } from './link-endpoints.js'
import { loginEndpoint } from './login-endpoint.js'
import { MemoryFile } from './memory-file.js'
import { phoneEndpoint } from './phone-endpoint.js'
import type { PhoneFeed } from './phone-feed.js'
import { isPhonePath, phonePage } from './phone-page.js'
import { RequestLog } from './request-log.js'
import { shippingEndpoint } from './shipping-endpoint.js'
import { listen, type SimAnswer, type SimHost, type SimRequest } from './sim-http.js'
import { subscribeEndpoints } from './subscribe-endpoint.js'
import { tokenEndpoints } from './token-endpoints.js'
import { WechatControl } from './wechat-control.js'
import { makeWorld, type WechatWorld } from './wechat-world.js'

/** The app the simulator knows unless told otherwise. */
export const demoApp = { appId: 'wx0000000000demo01', appSecret: 'demo-secret' }
/** And its owner's official account. */
export const demoAccount = { appId: 'wx0000000000acct01', appSecret: 'demo-account-secret' }

export type SimulatorOptions = {
  /** 0 or absent takes a free one. */
  port?: number
  /** A JSON file that keeps the users, and beside it one for what their phones remember; absent, all is forgotten. */
  statePath?: string | undefined
  appId?: string
  appSecret?: string
  account?: { appId: string; appSecret: string }
  /** The time WeChat lives in; `control.advance` skips on top of it. */
  now?: () => Date
}

export type WechatSimulator = {
  url: string
  control: WechatControl
  /** What the phones show. WeChat Pay adds its receipts here. */
  phone: PhoneFeed
  close(): Promise<void>
}

/** Starts a WeChat of our own on 127.0.0.1. Rejects when the port is taken or the state file cannot be read. */
export async function startWechatSimulator(options: SimulatorOptions = {}): Promise<WechatSimulator> {
  const { port = 0, statePath, appId = demoApp.appId, appSecret = demoApp.appSecret, now = () => new Date() } = options
  const world = makeWorld({ appId, appSecret, account: options.account ?? demoAccount, statePath, now })
  const faults = new FaultBoard()
  const log = new RequestLog()
  const control = new WechatControl(world, faults, log)
  const steer = controlPlane(control)
  const show = phonePage(world)
  const serve = weixinHost(world, faults, log)
  const memory = statePath === undefined ? null : new MemoryFile(world, statePath.replace(/(\.json)?$/, '-memory.json'))
  const listening = await listen(port, request => {
    memory?.touch()
    if (isControlPath(request.path)) return steer(request)
    return isPhonePath(request.path) ? show(request) : serve(request)
  })
  return {
    url: listening.url,
    control,
    phone: world.phone,
    async close() {
      await listening.close()
      world.users.flush()
      memory?.flush()
    },
  }
}

/** api.weixin.qq.com: finds the endpoint, lets a waiting fault have its way, and writes the log. */
function weixinHost(world: WechatWorld, faults: FaultBoard, log: RequestLog): SimHost {
  const endpoints: Endpoint[] = [
    loginEndpoint(world),
    ...tokenEndpoints(world),
    phoneEndpoint(world),
    codeEndpoint(world),
    ...linkEndpoints(world),
    ...subscribeEndpoints(world),
    ...accountEndpoints(world),
    ...checkEndpoints(world),
    shippingEndpoint(world),
  ]
  const byPath = new Map(endpoints.map(endpoint => [endpoint.path, endpoint]))
  return (request: SimRequest): SimAnswer => {
    const endpoint = byPath.get(request.path)
    const effect = () => endpoint?.answer(request) ?? refuse(world, request.path, 40066)
    const fault = faults.take(request.path)
    const answer = fault === null ? effect() : suffer(world, fault, { path: request.path, effect })
    log.add(request, { at: world.clock.now(), errcode: answer.errcode, fault: fault !== null })
    return answer
  }
}
