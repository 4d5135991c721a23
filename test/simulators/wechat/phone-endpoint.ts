import { checkToken, type Endpoint, readJsonPost, refuse, succeed } from './api-answers.js'
import type { SimAnswer, SimRequest } from './sim-http.js'
import type { WechatWorld } from './wechat-world.js'

const path = '/wxa/business/getuserphonenumber'

/** `POST /wxa/business/getuserphonenumber`: a phone code for the number. Each success is charged. */
export function phoneEndpoint(world: WechatWorld): Endpoint {
  return { path, answer: request => phoneNumber(world, request) }
}

function phoneNumber(world: WechatWorld, request: SimRequest): SimAnswer {
  const token = checkToken(world, request)
  if (token !== 0) return refuse(world, path, token)
  const body = readJsonPost(request)
  if (typeof body === 'number') return refuse(world, path, body)
  if (typeof body.code !== 'string' || body.code === '') return refuse(world, path, 41008)
  const code = world.codes.inspect('phone', body.code, world.appId)
  // Used, expired and foreign phone codes are one and the same 40029; only login codes tell re-use apart.
  if (typeof code === 'string') return refuse(world, path, 40029)
  world.codes.use(code)
  world.phoneCharges += 1
  const { phone, countryCode } = world.users.get(code.openid)
  const phoneInfo = {
    phoneNumber: countryCode === '86' ? phone : `+${countryCode}${phone}`,
    purePhoneNumber: phone,
    countryCode: world.settings.countryCodeAs === 'number' ? Number(countryCode) : countryCode,
    watermark: { timestamp: world.clock.seconds(), appid: world.appId },
  }
  return succeed(world, path, { usually: 'zero', body: { phone_info: phoneInfo } })
}
