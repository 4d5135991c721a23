/** How a controller method becomes a route of the contract, and how answers and refusals leave the server. */
import { type Api, api, type Route as RouteKey } from '@huitou/shared/api'
import type { Endpoint } from '@huitou/shared/endpoint'
import { type RefusalBody, type RefusalCode, refusals } from '@huitou/shared/refusals'
import {
  type ArgumentsHost,
  applyDecorators,
  Catch,
  createParamDecorator,
  type ExceptionFilter,
  type ExecutionContext,
  HttpCode,
  HttpException,
  Inject,
  RequestMapping,
  RequestMethod,
  SetMetadata,
} from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { z } from 'zod'
import { isDatabaseAway } from './db.js'
import { Refusal } from './refusal.js'
import { keeperOf } from './replies.js'
import { LOG } from './tokens.js'

export const ROUTE = 'huitou:route'

/** What the guard found out about who calls. Which fields are there follows from the route's audience. */
export interface Caller {
  sessionId: number
  identityId: number
  memberId: number
  staff: { id: number; staffNo: string; name: string; role: 'STAFF' | 'STORE_MANAGER'; storeId: number }
  pos: { keyId: number; storeId: number; name: string; signedOnly: boolean }
  operator: { id: number; username: string; name: string; role: string; storeId: number | null }
}

export type Request = FastifyRequest & {
  caller?: Partial<Caller>
  /** The body as it came, byte by byte. */
  bytes?: Buffer
  /** The code of the refusal it was answered with; none while it goes well. */
  outcome?: string
  /** The route of the contract it came to, set by the guard. */
  route?: Mounted
}

type Parsed<R extends RouteKey, K extends string> =
  Api[R] extends Record<K, infer S extends z.ZodType> ? z.output<S> : undefined
/** Parsed params, query and body of a route. */
export interface Input<R extends RouteKey> {
  params: Parsed<R, 'params'>
  query: Parsed<R, 'query'>
  body: Parsed<R, 'body'>
}
/** What a route answers, before its schema has stripped it. */
export type Reply<R extends RouteKey> = Api[R] extends { response: infer S extends z.ZodType } ? z.input<S> : never

/** Mounts a controller method at a key of the contract. */
export function Route(key: RouteKey): MethodDecorator {
  const space = key.indexOf(' ')
  const method = RequestMethod[key.slice(0, space) as keyof typeof RequestMethod]
  return applyDecorators(SetMetadata(ROUTE, key), RequestMapping({ method, path: key.slice(space + 1) }), HttpCode(200))
}

/** What a controller method is mounted at. */
export interface Mounted {
  key: RouteKey
  /** "POST /api/pos/bills": what logs and figures call it. */
  name: string
  endpoint: Endpoint
  /** Leaves of an answer what the contract promises. */
  keep?: ((reply: unknown) => unknown) | undefined
}

const mounted = new WeakMap<object, Mounted | null>()

export function endpointOf(context: ExecutionContext): Mounted | null {
  const handler = context.getHandler()
  const known = mounted.get(handler)
  if (known !== undefined) return known
  const key = Reflect.getMetadata(ROUTE, handler) as RouteKey | undefined
  const found = key ? mountedAt(key, api[key]) : null
  mounted.set(handler, found)
  return found
}

function mountedAt(key: RouteKey, endpoint: Endpoint): Mounted {
  const space = key.indexOf(' ')
  const name = `${key.slice(0, space)} /api${key.slice(space + 1)}`
  return { key, name, endpoint, keep: endpoint.response && keeperOf(endpoint.response) }
}

/** The request parsed against the contract. Refuses with `input.invalid` and the paths that are wrong. */
export const Parsed = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const request = context.switchToHttp().getRequest<Request>()
  const { endpoint } = endpointOf(context) ?? {}
  const part = (name: 'params' | 'query' | 'body') => {
    const schema = endpoint?.[name]
    if (!schema) return undefined
    const parsed = schema.safeParse(request[name] ?? {})
    if (parsed.success) return parsed.data
    const wrong = parsed.error.issues
      .slice(0, 10)
      .map(issue => ({ path: [name, ...issue.path].join('.'), problem: issue.message }))
    throw new Refusal('input.invalid', { wrong })
  }
  return { params: part('params'), query: part('query'), body: part('body') }
})

/** The caller as the guard left it. A controller of an audience may rely on that audience's fields. */
export const By = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<Request>().caller ?? {},
)

/** The route a request came to, as its pattern: neither scenes nor bill numbers get into logs and figures. */
export function routeName(request: Request): string {
  return request.route?.name ?? `${request.method} ${request.routeOptions.url ?? 'unknown'}`
}

/** A reply passed through the contract's response schema: what is not promised does not leave. Refusals pass as they are. */
export function promised(request: Request, reply: unknown): unknown {
  const keep = request.outcome === undefined ? request.route?.keep : undefined
  return keep ? keep(reply) : reply
}

/** Refusals keep their code and status; a missing database is a 503; anything else is our bug: 500 and a log line. */
@Catch()
export class RefusalFilter implements ExceptionFilter {
  constructor(@Inject(LOG) private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>()
    const reply = host.switchToHttp().getResponse<FastifyReply>()
    const { code, data } = this.read(error, request)
    request.outcome = code
    const status = refusals[code][0]
    if (status === 503) reply.header('retry-after', '2')
    if (status === 429) reply.header('retry-after', String(data?.seconds ?? 60))
    void reply.status(status).send(refusalBody(code, request, data))
  }

  private read(error: unknown, request: Request): { code: RefusalCode; data?: Record<string, unknown> } {
    if (error instanceof Refusal) return { code: error.code, data: error.data }
    if (isDatabaseAway(error)) return { code: 'server.busy' }
    const known = codeOfFramework(error)
    if (known) return { code: known }
    this.log.error({ requestId: request.id, route: request.routeOptions?.url, err: scrubbed(error) }, 'a bug')
    return { code: 'server.error' }
  }
}

/** The body of a refusal in the language the client asks for. */
export function refusalBody(code: RefusalCode, request: FastifyRequest, data?: Record<string, unknown>): RefusalBody {
  const english = /^en/i.test(String(request.headers['accept-language'] ?? ''))
  return { code, message: refusals[code][english ? 2 : 1], requestId: String(request.id), ...(data ? { data } : {}) }
}

function codeOfFramework(error: unknown): RefusalCode | null {
  const code = (error as { code?: string }).code
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return 'input.too_large'
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return 'input.not_json'
  if (code?.startsWith('FST_ERR_CTP') || error instanceof SyntaxError) return 'input.invalid'
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: number }).statusCode
  if (status === 404) return 'route.unknown'
  if (status === 413) return 'input.too_large'
  if (status === 415) return 'input.not_json'
  return status !== undefined && status >= 400 && status < 500 ? 'input.invalid' : null
}

/** Name, message and stack, without the SQL values a driver error carries. */
function scrubbed(error: unknown): Record<string, unknown> {
  const { name, message, stack, code } = error as Error & { code?: string }
  return { name, code, message: String(message).slice(0, 300), stack: stack?.split('\n').slice(1, 8).join('\n') }
}
