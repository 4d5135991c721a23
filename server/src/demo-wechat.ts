/**
 * In the demonstration a browser stands for a phone with WeChat: it gets sign-in and phone codes of a made-up user from
 * the simulator, through us, so that its page talks to one origin only. Production has no such routes.
 */
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Config } from './config.js'
import { type Request, refusalBody } from './http.js'

const Device = z.object({ device: z.string().regex(/^[\w-]{8,64}$/) })
const Code = z.object({ code: z.string().min(1).max(128) })

export function addDemoRoutes(server: FastifyInstance, wechat: Config['wechat'], log: Logger): void {
  const proxy = (to: string) => async (request: Request, reply: FastifyReply) => {
    const body = Device.safeParse(request.body)
    if (!body.success) return refuse('input.invalid', 400, request, reply)
    try {
      const answer = await fetch(new URL(to, wechat.apiUrl), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body.data),
        signal: AbortSignal.timeout(wechat.timeoutMs),
      })
      return await reply.send(Code.parse(await answer.json()))
    } catch (error) {
      log.warn({ requestId: request.id, reason: (error as Error).name }, 'the WeChat simulator did not answer')
      return refuse('wechat.unavailable', 503, request, reply)
    }
  }
  server.post('/demo/wechat/login', proxy('/__sim/phone/login'))
  server.post('/demo/wechat/phone', proxy('/__sim/phone/number'))
}

function refuse(code: 'input.invalid' | 'wechat.unavailable', status: number, request: Request, reply: FastifyReply) {
  request.outcome = code
  if (status === 503) reply.header('retry-after', '2')
  return reply.status(status).send(refusalBody(code, request))
}
