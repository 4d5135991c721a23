/** The HTTP application: what every request passes on its way in and out, and how the whole thing stops. */
import { randomFillSync } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { NestFactory } from '@nestjs/core'
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Logger } from 'pino'
import type { Config } from './config.js'
import { SendFigures } from './deliveries/send-figures.service.js'
import { promised, type Request, refusalBody, routeName } from './http.js'
import { addImageDoor, allowUploads } from './image-door.js'
import { ImageStore } from './images/image-store.service.js'
import { Lane } from './ledger/lane.service.js'
import { Sealer } from './ledger/sealer.service.js'
import { WechatEvents } from './messages/wechat-events.service.js'
import { Metrics } from './metrics.js'
import { type Parts, ServerModule } from './server.module.js'
import { Settlements } from './settlements/settlements.service.js'
import { addWebRoutes, BUILT, type Folders } from './web.js'
import { addPayDoor } from './wechat-pay-door.js'
import { addWechatPush } from './wechat-push.js'

const BODY_LIMIT = 64 * 1024
const DRAIN_MS = 10_000
/** For the last bytes of answers, however long the requests took. */
const LAST_BYTES_MS = 500
/** In the log and the metrics: the client left before it was answered. */
const GONE = 499
const REQUEST_ID = /^[A-Za-z0-9_-]{8,64}$/
const JSON_ERROR = 'error' // what to do about __proto__ and constructor keys in a body

/**
 * Makes the application, ready to listen or to be called by `inject`. Closing it refuses new requests, waits up to ten
 * seconds for those under way, then lets the ledger's lane finish. The parts stay open: close them afterwards.
 */
export async function createApp(parts: Parts, folders: Folders = BUILT): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter(serverOptions(parts))
  const options = { logger: false as const, bodyParser: false, abortOnError: false }
  const app = await NestFactory.create<NestFastifyApplication>(ServerModule.of(parts), adapter, options)
  app.setGlobalPrefix('api')
  const server = app.getHttpAdapter().getInstance() as unknown as FastifyInstance
  const lane = app.get(Lane)
  const metrics = new Metrics(lane, app.get(Sealer), parts.wechat)
  metrics.watchPay(parts.pay)
  metrics.watchMessages(app.get(SendFigures))
  addBookkeeping(server, parts.log, metrics)
  const draining = drainOnClose(server, lane, metrics)
  readJson(server)
  allowUploads(server)
  keepPromises(server)
  addHeaders(server, parts.config)
  addWebRoutes(server, { parts, metrics, folders, draining })
  addImageDoor(server, app.get(ImageStore))
  addWechatPush(server, { parts, events: app.get(WechatEvents) })
  addPayDoor(server, app.get(Settlements), parts.log)
  await app.init()
  await server.ready()
  return app
}

function serverOptions(parts: Parts) {
  return {
    trustProxy: parts.config.trustProxy,
    bodyLimit: BODY_LIMIT,
    logger: false as const,
    requestIdHeader: false as const,
    genReqId: requestIdOf,
    // Receiving a request may take 15 s; a socket may be silent for longer than `GET /member/news` waits.
    requestTimeout: 15_000,
    // Node takes the longer of the two limits for bodies, and its own for headers is a minute, checked twice a minute.
    http: { headersTimeout: 15_000, connectionsCheckingInterval: 2_000 },
    connectionTimeout: 60_000,
    keepAliveTimeout: 72_000,
    routerOptions: { maxParamLength: 128 },
    return503OnClosing: false,
    frameworkErrors: refuseUnreadable(parts),
    skipMiddie: true,
  }
}

/** A well-formed id from the caller is kept, so that one number follows a request through proxy, server and log. */
function requestIdOf(request: IncomingMessage | { headers: IncomingMessage['headers'] }): string {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : newRequestId()
}

const ID_BYTES = 12
// Asking for random bytes costs microseconds however few they are, so they are asked for in the hundreds.
const randomness = Buffer.alloc(ID_BYTES * 256)
let used = randomness.length

function newRequestId(): string {
  if (used === randomness.length) {
    randomFillSync(randomness)
    used = 0
  }
  used += ID_BYTES
  return randomness.toString('base64url', used - ID_BYTES, used)
}

/** JSON bodies only. No body at all is fine: some clients name a content type without sending anything. */
function readJson(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser(JSON_ERROR, JSON_ERROR)
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request: Request, body, done) => {
    // Tills sign their bytes.
    request.bytes = body as Buffer
    if (body.length === 0) done(null, undefined)
    else parse(request, body.toString(), done)
  })
}

function keepPromises(server: FastifyInstance): void {
  server.addHook('preSerialization', (request: Request, _reply, payload, done) => {
    done(null, promised(request, payload))
  })
}

const API_POLICY = "default-src 'none'; frame-ancestors 'none'"
/** What the console and the mini-program need: their own files, inline styles of the component libraries, data images. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "media-src 'self' data: blob:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

function addHeaders(server: FastifyInstance, config: Config): void {
  const always = fixedHeaders(config)
  const ofAnswers = { ...always, 'content-security-policy': API_POLICY, 'cache-control': 'no-store' }
  server.addHook('onSend', (request: Request, reply, _payload, done) => {
    reply.header('x-request-id', request.id)
    // What the contract answers as JSON is never a page and never kept.
    if (request.route?.keep) {
      reply.headers(ofAnswers)
      return done()
    }
    reply.headers(always)
    // A 304 only confirms the page a browser keeps: a policy it carries would take the place of that page's own.
    if (reply.statusCode !== 304 && !reply.hasHeader('content-security-policy')) {
      const isPage = String(reply.getHeader('content-type') ?? '').startsWith('text/html')
      reply.header('content-security-policy', isPage ? PAGE_POLICY : API_POLICY)
    }
    // Files set theirs on the raw response.
    if (reply.getHeader('cache-control') === undefined) reply.header('cache-control', 'no-store')
    done()
  })
}

function fixedHeaders({ publicUrl }: Config): Record<string, string> {
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    ...(publicUrl.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  }
}

/** Addresses that the router cannot read pass no hook, so they get their headers and their line here. */
function refuseUnreadable({ config, log }: Parts) {
  const headers = { ...fixedHeaders(config), 'content-security-policy': API_POLICY, 'cache-control': 'no-store' }
  return (_: Error, request: Request, reply: FastifyReply) => {
    request.outcome = 'input.invalid'
    logRequest(log, request, 400, 0)
    void reply
      .status(400)
      .header('x-request-id', request.id)
      .headers(headers)
      .send(refusalBody('input.invalid', request))
  }
}

/** Pages, pictures and probes come in crowds; of them only what failed is worth a line. */
const QUIET = /^(GET|HEAD) \/(health|metrics|m|console|images|docs|openapi\.json)\b/

/** One line a request. Paths are logged as routes, so neither scenes, bill numbers nor query strings get in. */
function logRequest(log: Logger, request: Request, status: number, ms: number): void {
  const { caller } = request
  const route = routeName(request)
  const level = status < 400 && request.route === undefined && QUIET.test(route) ? 'debug' : 'info'
  log[level]({
    requestId: request.id,
    route,
    status,
    outcome: status === GONE ? 'client.gone' : (request.outcome ?? 'ok'),
    ms: Math.round(ms * 10) / 10,
    member: caller?.memberId,
    staff: caller?.staff?.id,
    till: caller?.pos?.keyId,
    operator: caller?.operator?.id,
  })
}

type Counted = Request & { began?: number | undefined; running?: boolean }

/** Counts and logs every request, whether its client waited for the answer or not. */
function addBookkeeping(server: FastifyInstance, log: Logger, metrics: Metrics): void {
  const ended = (request: Counted, status: number) => {
    if (request.began === undefined) return
    const ms = performance.now() - request.began
    request.began = undefined
    metrics.observe(routeName(request), status, ms)
    logRequest(log, request, status, ms)
  }
  server.addHook('onRequest', (request: Counted, _reply, done) => {
    request.running = true
    request.began = performance.now()
    metrics.inFlight += 1
    done()
  })
  // The handler is through once it sends; a client that has gone away does not end it earlier.
  server.addHook('onSend', (request: Counted, _reply, _payload, done) => {
    if (request.running) metrics.inFlight -= 1
    request.running = false
    done()
  })
  server.addHook('onResponse', (request: Request, reply, done) => {
    ended(request, reply.statusCode)
    done()
  })
  server.addHook('onRequestAbort', (request: Request, done) => {
    ended(request, GONE)
    done()
  })
}

/**
 * Once the application closes, new requests are told to go elsewhere while those under way end; then the listener closes
 * and the lane finishes. Answers whether it has come to that.
 */
function drainOnClose(server: FastifyInstance, lane: Lane, metrics: Metrics): () => boolean {
  let draining = false
  let force: NodeJS.Timeout | undefined
  server.addHook('onRequest', (request: Request, reply, done) => {
    if (!draining || request.url.startsWith('/health/')) return done()
    request.outcome = 'server.busy'
    void reply.status(503).header('retry-after', '1').send(refusalBody('server.busy', request))
  })
  // A connection kept open for the next request would keep the listener from closing.
  server.addHook('onSend', (_request, reply, _payload, done) => {
    if (draining) reply.header('connection', 'close')
    done()
  })
  server.addHook('preClose', async () => {
    draining = true
    const deadline = performance.now() + DRAIN_MS
    while (metrics.inFlight > 0 && performance.now() < deadline) await sleep(5)
    force = setTimeout(() => server.server.closeAllConnections(), Math.max(deadline - performance.now(), LAST_BYTES_MS))
  })
  server.addHook('onClose', async () => {
    clearTimeout(force)
    await lane.close()
  })
  return () => draining
}
