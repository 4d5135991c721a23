/** The address WeChat Pay tells of payments and refunds at: `/wechat/pay/notifications`. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Logger } from 'pino'
import { isDatabaseAway } from './db.js'
import type { Request } from './http.js'
import { Refusal } from './refusal.js'
import type { Settlements } from './settlements/settlements.service.js'
import { signatureHeadersOf } from './wechat-pay/wechat-pay.signature.js'

export const NOTIFICATIONS_PATH = '/wechat/pay/notifications'
/** WeChat Pay waits five seconds and then tells us again. */
const ANSWER_MS = 4_500

/** Adds the address, outside /api: it takes raw bytes, because those are signed, and asks nobody to sign in. */
export function addPayDoor(server: FastifyInstance, settlements: Settlements, log: Logger): void {
  server.register(async scope => {
    // Whatever it says it is: these are bytes until their signature is right.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    scope.post(NOTIFICATIONS_PATH, async (request: Request, reply: FastifyReply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      const headers = signatureHeadersOf(name => textOf(request.headers[name]))
      try {
        await within(ANSWER_MS, settlements.hear(headers, body))
      } catch (error) {
        request.outcome = codeOf(error)
        if (!(error instanceof Refusal || isDatabaseAway(error))) say(log, request, error)
        return reply.status(error instanceof Refusal ? error.status : 503).send({ code: 'FAIL', message: '失败' })
      }
      return reply.status(200).send({ code: 'SUCCESS', message: '成功' })
    })
  })
}

function codeOf(error: unknown): NonNullable<Request['outcome']> {
  if (error instanceof Refusal) return error.code
  return isDatabaseAway(error) ? 'server.busy' : 'server.error'
}

function say(log: Logger, request: Request, error: unknown): void {
  const { name, message, stack } = error as Error
  log.error({ requestId: request.id, err: { name, message: message.slice(0, 300), stack } }, 'a bug')
}

function textOf(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** Fails after `ms`, so that WeChat Pay hears something. The work goes on, and the repetition finds it done. */
async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Refusal('server.busy')), ms)
  })
  try {
    await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
