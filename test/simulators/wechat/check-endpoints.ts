import { randomInt, randomUUID } from 'node:crypto'
import { type Body, type Endpoint, refuse, succeed, withBody } from './api-answers.js'
import type { Verdict } from './check-desk.js'
import type { SimAnswer } from './sim-http.js'
import type { WechatWorld } from './wechat-world.js'

const textPath = '/wxa/msg_sec_check'
const mediaPath = '/wxa/media_check_async'
const riskPath = '/wxa/getuserriskrank'
const maxContent = 2500

/** Content security and risk: words at once, pictures later by a push, people by a rank. */
export function checkEndpoints(world: WechatWorld): Endpoint[] {
  const at = (path: string, answer: (world: WechatWorld, body: Body) => SimAnswer): Endpoint => ({
    path,
    answer: request => withBody({ world, path, request }, body => answer(world, body)),
  })
  return [at(textPath, checkText), at(mediaPath, checkMedia), at(riskPath, rankPerson)]
}

function checkText(world: WechatWorld, body: Body): SimAnswer {
  const { content, version, scene } = body
  const wrong = wrongPerson(world, body)
  if (wrong !== 0) return refuse(world, textPath, wrong)
  if (version !== 2) return refuse(world, textPath, 40097)
  if (![1, 2, 3, 4].includes(Number(scene))) return refuse(world, textPath, 40129)
  if (typeof content !== 'string' || content === '' || Array.from(content).length > maxContent) {
    return refuse(world, textPath, 40097)
  }
  const texts = [content, body.nickname, body.title, body.signature].filter(text => typeof text === 'string')
  const { label, word } = world.checks.label(texts.join('\n'))
  const suggest: Verdict = label === 100 ? 'pass' : 'risky'
  const model = { strategy: 'content_model', errcode: 0, suggest, label, prob: 90 }
  // An entry whose own check failed carries nothing but that.
  const broken = { strategy: 'keyword', errcode: 10034 }
  const detail =
    word === undefined ? [model, broken] : [model, { ...model, strategy: 'keyword', level: 90, keyword: word }]
  const reply = { detail, trace_id: randomUUID(), result: { suggest, label } }
  return succeed(world, textPath, { usually: 'zero', body: reply })
}

function checkMedia(world: WechatWorld, body: Body): SimAnswer {
  const { media_url: mediaUrl, media_type: type, openid, version, scene } = body
  const wrong = wrongPerson(world, body)
  if (wrong !== 0) return refuse(world, mediaPath, wrong)
  if (![1, 2, 3, 4].includes(Number(scene))) return refuse(world, mediaPath, 40129)
  const known = (type === 1 || type === 2) && version === 2
  if (!known || typeof mediaUrl !== 'string' || !/^https?:\/\/\S+$/.test(mediaUrl))
    return refuse(world, mediaPath, 40097)
  const check = world.checks.open(String(openid))
  if (world.settings.mediaVerdict !== 'later') tellVerdict(world, check.traceId, world.settings.mediaVerdict)
  return succeed(world, mediaPath, { usually: 'zero', body: { trace_id: check.traceId } })
}

/** The verdict on a picture arrives as an event. */
export function tellVerdict(world: WechatWorld, traceId: string, suggest: Verdict): void {
  const { openid } = world.checks.close(traceId)
  const label = suggest === 'pass' ? 100 : 20002
  const more = {
    appid: world.appId,
    trace_id: traceId,
    version: 2,
    detail: [{ strategy: 'content_model', errcode: 0, suggest, label, prob: 90 }],
    errcode: 0,
    errmsg: 'ok',
    result: { suggest, label },
  }
  world.pushes.event('app', { openid, event: 'wxa_media_check', more })
}

function rankPerson(world: WechatWorld, body: Body): SimAnswer {
  const { appid, openid, scene, client_ip: address } = body
  if (appid !== world.appId) return refuse(world, riskPath, 40013)
  const wrong = wrongPerson(world, body)
  if (wrong !== 0) return refuse(world, riskPath, wrong)
  if (![0, 1, 2].includes(Number(scene))) return refuse(world, riskPath, 40129)
  if (typeof address !== 'string' || !/^[\d.:a-f]{2,45}$/i.test(address)) return refuse(world, riskPath, 40097)
  // The misspelling is WeChat's own.
  const reply = {
    errcode: 0,
    errmsg: 'getuserriskrank succ',
    risk_rank: world.checks.rank(String(openid)),
    unoin_id: randomInt(1, 1e9),
  }
  return succeed(world, riskPath, { usually: 'absent', body: reply })
}

function wrongPerson(world: WechatWorld, { openid }: Body): number {
  if (typeof openid !== 'string' || openid === '') return 40003
  if (!world.users.has(openid)) return 43104
  return world.checks.visitedLately(openid) ? 0 : 61010
}
