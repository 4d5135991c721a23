import type { Follower } from './account-desk.js'
import { type Body, checkToken, type Endpoint, refuse, succeed, withBody } from './api-answers.js'
import { firstBadField } from './field-rules.js'
import type { SimAnswer, SimRequest } from './sim-http.js'
import { cardOf } from './subscribe-endpoint.js'
import { pageExists, type WechatWorld } from './wechat-world.js'

const sendPath = '/cgi-bin/message/template/send'
const infoPath = '/cgi-bin/user/info'
const batchPath = '/cgi-bin/user/info/batchget'

/** The official account's endpoints. They take the account's own tokens and its own openids. */
export function accountEndpoints(world: WechatWorld): Endpoint[] {
  const { tokens: desk } = world.account
  return [
    {
      path: sendPath,
      answer: request => withBody({ world, path: sendPath, request, desk }, body => sendTemplate(world, body)),
    },
    { path: infoPath, answer: request => userInfo(world, request) },
    {
      path: batchPath,
      answer: request => withBody({ world, path: batchPath, request, desk }, body => batchInfo(world, body)),
    },
  ]
}

function sendTemplate(world: WechatWorld, body: Body): SimAnswer {
  const { account } = world
  const { touser, template_id: templateId, miniprogram, client_msg_id: clientId } = body
  const follower = account.find(String(touser))
  if (typeof touser !== 'string' || follower === undefined) return refuse(world, sendPath, 40003)
  const template = account.templates.find(templateId)
  if (template === undefined) return refuse(world, sendPath, 40037)
  if (!follower.following) return refuse(world, sendPath, 43004)
  const { appid, pagepath = '' } = Object(miniprogram) as { appid?: unknown; pagepath?: unknown }
  if (miniprogram !== undefined && appid !== world.appId) return refuse(world, sendPath, 40013)
  const page = String(pagepath)
  if (!pageExists(world, page.split('?', 1)[0] ?? '')) return refuse(world, sendPath, 40165)
  // Since 2023 WeChat drops these two silently.
  const { first: _first, remark: _remark, ...data } = Object(body.data) as Record<string, unknown>
  const keys = template.fields.map(field => field.key)
  const bad = firstBadField(data, keys)
  if (bad !== null) return refuse(world, sendPath, 47003, `argument invalid! ${bad} invalid`)
  const id = world.messageIds.next()
  const earlier = typeof clientId === 'string' ? account.repeated(`${touser} ${clientId}`, id) : null
  if (earlier !== null) return succeed(world, sendPath, { usually: 'zero', body: { msgid: earlier } })
  if (!follower.mutes) world.phone.show(follower.openid, cardOf(template, data, { from: 'account', page }))
  const status = follower.mutes ? 'failed:user block' : 'success'
  const event = 'TEMPLATESENDJOBFINISH'
  world.pushes.event('account', { openid: touser, event, more: { MsgID: String(id), Status: status } })
  return succeed(world, sendPath, { usually: 'zero', body: { msgid: id } })
}

function userInfo(world: WechatWorld, request: SimRequest): SimAnswer {
  const token = checkToken(world, request, world.account.tokens)
  if (token !== 0) return refuse(world, infoPath, token)
  if (request.method !== 'GET') return refuse(world, infoPath, 43001)
  const follower = world.account.find(request.query.get('openid') ?? '')
  if (follower === undefined) return refuse(world, infoPath, 40003)
  return succeed(world, infoPath, { usually: 'absent', body: told(world, follower) })
}

function batchInfo(world: WechatWorld, body: Body): SimAnswer {
  const list: unknown = body.user_list
  if (!Array.isArray(list) || list.length === 0 || list.length > 100) return refuse(world, batchPath, 40097)
  const followers = list.map((entry: unknown) => world.account.find(String((Object(entry) as Body).openid)))
  if (followers.includes(undefined)) return refuse(world, batchPath, 40003)
  const infos = followers.filter(follower => follower !== undefined).map(follower => told(world, follower))
  return succeed(world, batchPath, { usually: 'absent', body: { user_info_list: infos } })
}

/** Of somebody who does not follow, only that is told. */
function told(world: WechatWorld, follower: Follower): object {
  const { accountOpenid: openid, following, since } = follower
  if (!following) return { subscribe: 0, openid }
  const { unionid } = world.users.get(follower.openid)
  return {
    subscribe: 1,
    openid,
    language: 'zh_CN',
    subscribe_time: since,
    ...(world.settings.openPlatformBound && unionid !== null ? { unionid } : {}),
    remark: '',
    groupid: 0,
    tagid_list: [],
    subscribe_scene: 'ADD_SCENE_QR_CODE',
    qr_scene: 0,
    qr_scene_str: '',
  }
}
