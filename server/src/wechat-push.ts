/** The addresses WeChat pushes its events to: `/wechat/push` of the mini-program, `/wechat/account/push` of the account. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { PushSettings } from './config.js'
import { isDatabaseAway } from './db.js'
import type { Request } from './http.js'
import type { WechatEvents } from './messages/wechat-events.service.js'
import type { Parts } from './server.module.js'
import { openEcho, openPush, type PushKeys, type PushQuery, PushRefused } from './wechat/wechat.push.js'

/** WeChat waits five seconds and then sends the event again. */
const ANSWER_MS = 4_500

export interface PushContext {
  parts: Parts
  events: WechatEvents
}

/** Adds the addresses that are configured, outside /api: they take raw bodies and ask for a signature, not a session. */
export function addWechatPush(server: FastifyInstance, context: PushContext): void {
  const { appId, push, account } = context.parts.config.wechat
  const addresses: [path: string, appId: string, push: PushSettings | null | undefined][] = [
    ['/wechat/push', appId, push],
    ['/wechat/account/push', account?.appId ?? '', account?.push],
  ]
  server.register(async scope => {
    // JSON, XML or anything else: it is bytes until its signature is right.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    for (const [path, id, settings] of addresses)
      if (settings) addAddress(scope, path, { ...settings, appId: id, context })
  })
}

function addAddress(
  scope: FastifyInstance,
  path: string,
  { context, ...keys }: PushKeys & { context: PushContext },
): void {
  const { clock, log } = context.parts
  const guarded = (answer: (request: Request) => Promise<string>) => async (request: Request, reply: FastifyReply) => {
    reply.type('text/plain; charset=utf-8')
    try {
      return await reply.send(await answer(request))
    } catch (error) {
      if (error instanceof PushRefused) {
        request.outcome = 'wechat.push_refused'
        log.warn({ requestId: request.id, reason: error.message }, 'a push that is not from WeChat, or not for us')
        return reply.status(403).send('refused')
      }
      // WeChat sends it again; anything but success says so.
      request.outcome = 'server.busy'
      const known = error instanceof Late || isDatabaseAway(error)
      if (!known)
        log.error(
          { requestId: request.id, err: { name: (error as Error).name, stack: (error as Error).stack } },
          'a bug',
        )
      return reply.status(known ? 503 : 500).send('later')
    }
  }
  scope.get(
    path,
    guarded(async request => openEcho(keys, request.query as PushQuery, clock.now())),
  )
  scope.post(
    path,
    guarded(async request => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      const message = openPush(keys, { query: request.query as PushQuery, body }, clock.now())
      const count = await within(ANSWER_MS, context.events.receive(keys.appId, message))
      // Taken all the same: sent again it would be no more readable.
      if (count === null) log.warn({ requestId: request.id }, 'an event of WeChat that cannot be read')
      return 'success'
    }),
  )
}

class Late extends Error {}

/** Throws `Late` after `ms`, so that WeChat hears something. The work goes on, and the repeat finds it done. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Late()), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
