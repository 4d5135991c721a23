import { randomBytes } from 'node:crypto'
import { type Body, type Endpoint, refuse, succeed, withBody } from './api-answers.js'
import type { SimAnswer } from './sim-http.js'
import { pageExists, type UrlLink, type WechatWorld } from './wechat-world.js'

const linkPath = '/wxa/generate_urllink'
const schemePath = '/wxa/generatescheme'
const queryPath = '/wxa/query_urllink'
const queryShape = /^[\w!#$&'()*+,/:;=?@.~%-]{0,1024}$/
const longestSeconds = 30 * 86_400
const perDay = 500_000
const maxRemembered = 10_000

/** Links that open the mini-program from outside WeChat: a day makes 500,000 of them, none lives past thirty days. */
export function linkEndpoints(world: WechatWorld): Endpoint[] {
  const at = (path: string, answer: (body: Body) => SimAnswer): Endpoint => ({
    path,
    answer: request => withBody({ world, path, request }, answer),
  })
  return [
    at(linkPath, body => {
      const link = linkOf(world, body, body)
      if (typeof link === 'number') return refuse(world, linkPath, link)
      return succeed(world, linkPath, { usually: 'zero', body: { url_link: remember(world, link) } })
    }),
    at(schemePath, body => {
      const target = typeof body.jump_wxa === 'object' && body.jump_wxa !== null ? { ...body.jump_wxa } : {}
      const link = linkOf(world, target, body)
      if (typeof link === 'number') return refuse(world, schemePath, link)
      const openlink = `weixin://dl/business/?t=${randomBytes(8).toString('hex')}`
      return succeed(world, schemePath, { usually: 'zero', body: { openlink } })
    }),
    at(queryPath, body => queryLink(world, body)),
  ]
}

/** The link a body asks for, or the errcode. Where it leads and when it ends stand in different places for a scheme. */
function linkOf(world: WechatWorld, target: Body, life: Body): UrlLink | number {
  const { path = '', query = '', env_version: environment = 'release' } = target
  if (typeof path !== 'string' || path.startsWith('/') || path.includes('?') || !pageExists(world, path)) return 40165
  if (typeof query !== 'string' || !queryShape.test(query)) return 40212
  if (environment !== 'release' && environment !== 'trial' && environment !== 'develop') return 85402
  const now = world.clock.seconds()
  const expiresAt = Number(
    Number(life.expire_type ?? 0) === 1
      ? now + Number(life.expire_interval ?? 30) * 86_400
      : (life.expire_time ?? now + longestSeconds),
  )
  if (!(expiresAt > now && expiresAt <= now + longestSeconds)) return 85401
  if (!world.quotas.day.take('link', perDay)) return 85400
  return { path, query, createdAt: now, expiresAt, environment }
}

function remember(world: WechatWorld, link: UrlLink): string {
  const address = `https://wxaurl.cn/${randomBytes(8).toString('base64url')}`
  world.links.set(address, link)
  if (world.links.size > maxRemembered) world.links.delete(world.links.keys().next().value ?? address)
  return address
}

function queryLink(world: WechatWorld, body: Body): SimAnswer {
  const link = world.links.get(String(body.url_link).split('?', 1)[0] ?? '')
  if (link === undefined) return refuse(world, queryPath, 40097)
  const info = {
    appid: world.appId,
    path: link.path,
    query: link.query,
    create_time: link.createdAt,
    expire_time: link.expiresAt,
    env_version: link.environment,
  }
  const reply = { url_link_info: info, quota_info: { remain_visit_quota: 6_000_000 } }
  return succeed(world, queryPath, { usually: 'zero', body: reply })
}
