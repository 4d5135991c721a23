/**
 * In the demonstration a browser stands for a phone with WeChat: it gets sign-in and phone codes of a made-up user, and
 * answers to panels about messages, from the simulator, through us, so that its page talks to one origin only.
 * Production has no such routes.
 */
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Config } from './config.js'
import { type Request, refusalBody } from './http.js'

const Device = z.object({ device: z.string().regex(/^[\w-]{8,64}$/) })
const Code = z.object({ code: z.string().min(1).max(128) })
const TemplateIds = z.array(z.string().min(1).max(64)).max(5)
/** One tap that asks for messages. Without answers those of the simulated phone's settings count. */
const Panel = Device.extend({
  templateIds: TemplateIds,
  answers: z.record(z.string().max(64), z.enum(['accept', 'reject'])).optional(),
  always: z.boolean().optional(),
})
/** As `wx.requestSubscribeMessage` answers: `errMsg`, then a choice by template, or `errCode`. */
const PanelResult = z.record(z.string(), z.union([z.string(), z.number()]))

const Openid = z.object({ openid: z.string().min(1) })
/** `wx.requestPayment` on the browser that plays a phone: its parameters, or that its guest closes the sheet. */
const Payment = Device.extend({
  parameters: z.object({
    appId: z.string().max(64),
    timeStamp: z.string().max(16),
    nonceStr: z.string().max(64),
    package: z.string().max(128),
    signType: z.string().max(16),
    paySign: z.string().max(1024),
  }),
})

/** The simulated phone pays: WeChat says whose phone it is, WeChat Pay takes the money. */
export function addDemoPayment(server: FastifyInstance, { wechat, pay }: Config, log: Logger): void {
  if (!pay) return
  server.post('/demo/wechat/pay', async (request: Request, reply) => {
    const body = Payment.safeParse(request.body)
    if (!body.success) return refuse('input.invalid', 400, request, reply)
    const { device, parameters } = body.data
    try {
      const who = await order(new URL('/__sim/phone/who', wechat.apiUrl), { device }, wechat.timeoutMs)
      const { openid } = Openid.parse(await who.json())
      const paid = await order(new URL('/__sim/payments', pay.apiUrl), { parameters, openid }, pay.timeoutMs)
      const { error } = z.object({ error: z.string().optional() }).parse(await paid.json())
      return await reply.send({ errMsg: error ? `requestPayment:fail ${error}` : 'requestPayment:ok' })
    } catch (error) {
      log.warn({ requestId: request.id, reason: (error as Error).name }, 'the WeChat Pay simulator did not answer')
      return refuse('wechat.unavailable', 503, request, reply)
    }
  })
}

function order(to: URL, body: object, timeoutMs: number): Promise<Response> {
  return fetch(to, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMs),
  })
}

export function addDemoRoutes(server: FastifyInstance, wechat: Config['wechat'], log: Logger): void {
  const proxy = (to: string, shapes: Shapes) => async (request: Request, reply: FastifyReply) => {
    const body = shapes.order.safeParse(request.body)
    if (!body.success) return refuse('input.invalid', 400, request, reply)
    try {
      const answer = await fetch(new URL(to, wechat.apiUrl), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body.data),
        signal: AbortSignal.timeout(wechat.timeoutMs),
      })
      return await reply.send(shapes.reply.parse(await answer.json()))
    } catch (error) {
      log.warn({ requestId: request.id, reason: (error as Error).name }, 'the WeChat simulator did not answer')
      return refuse('wechat.unavailable', 503, request, reply)
    }
  }
  const code = { order: Device, reply: Code }
  server.post('/demo/wechat/login', proxy('/__sim/phone/login', code))
  server.post('/demo/wechat/phone', proxy('/__sim/phone/number', code))
  server.post('/demo/wechat/subscribe', proxy('/__sim/phone/subscribe', { order: Panel, reply: PanelResult }))
  // What WeChat would have shown; `?device=` opens the phone of that browser.
  server.get('/demo/phone', (request, reply) => {
    const device = Device.safeParse(request.query).data?.device
    return reply.redirect(new URL(`/phone${device ? `?device=${device}` : ''}`, wechat.apiUrl).href, 302)
  })
}

type Shapes = { order: z.ZodType; reply: z.ZodType }

function refuse(code: 'input.invalid' | 'wechat.unavailable', status: number, request: Request, reply: FastifyReply) {
  request.outcome = code
  if (status === 503) reply.header('retry-after', '2')
  return reply.status(status).send(refusalBody(code, request))
}
