import { type Body, type Endpoint, refuse, withBody } from './api-answers.js'
import { codePicture } from './code-picture.js'
import type { SimAnswer } from './sim-http.js'
import { pageExists, type WechatWorld } from './wechat-world.js'

const path = '/wxa/getwxacodeunlimit'
/** Digits, letters and these marks; a percent sign is refused, so encoded Chinese is too. */
const sceneShape = /^[\w!#$&'()*+,/:;=?@.~-]+$/
const environments = ['release', 'trial', 'develop']
const perMinute = 5000

/** `POST /wxa/getwxacodeunlimit`: an image, or JSON where the image should be. */
export function codeEndpoint(world: WechatWorld): Endpoint {
  return { path, answer: request => withBody({ world, path, request }, body => unlimitedCode(world, body)) }
}

function unlimitedCode(world: WechatWorld, body: Body): SimAnswer {
  const { scene, page = '', check_path: check = true, env_version: environment = 'release', width = 430 } = body
  if (typeof scene !== 'string' || scene === '' || scene.length > 32 || !sceneShape.test(scene)) {
    return refuse(world, path, 40169)
  }
  if (scene.includes('scancode_time') || String(page).includes('scancode_time')) return refuse(world, path, 85096)
  if (typeof page !== 'string' || page.startsWith('/') || page.includes('?')) return refuse(world, path, 41030)
  if (check !== false && environment === 'release' && !pageExists(world, page)) return refuse(world, path, 41030)
  if (!environments.includes(String(environment)) || !Number.isInteger(width)) return refuse(world, path, 40097)
  if (!world.quotas.minute.take('code', perMinute)) return refuse(world, path, 45009)
  const content = `mini-program:${world.appId}?${new URLSearchParams({ page, scene, env_version: String(environment) })}`
  const size = Math.min(1280, Math.max(280, Number(width)))
  const picture = codePicture(content, size, { transparent: body.is_hyaline === true })
  return { status: 200, contentType: 'image/png', body: picture, errcode: 0 }
}
