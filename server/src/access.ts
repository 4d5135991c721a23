/** The guard: who calls, may they, and not too often. Decided from the session or key alone, never from the body. */
import type { Audience } from '@huitou/shared/endpoint'
import type { CanActivate, ExecutionContext } from '@nestjs/common'
import { Inject, Injectable } from '@nestjs/common'
import type { Config } from './config.js'
import { type Caller, endpointOf, type Mounted, type Request } from './http.js'
import { Limiter } from './limiter.js'
import { Members } from './members/members.service.js'
import { Operators } from './operators/operators.service.js'
import { Refusal } from './refusal.js'
import { SESSION_KIND, Sessions } from './sessions/sessions.service.js'
import { PosKeys } from './stores/pos-keys.service.js'
import { isSigned } from './stores/pos-signatures.rules.js'
import { PosSignatures } from './stores/pos-signatures.service.js'
import { StaffService } from './stores/staff.service.js'
import { CONFIG } from './tokens.js'

/** Requests a caller may make in a minute, by audience. The open routes count by address. */
const PER_MINUTE: Record<Audience, number> = {
  public: 300,
  identity: 120,
  member: 300,
  staff: 600,
  pos: 12_000,
  console: 600,
}
/** Refusals at the door that one address gets to read in a minute; a whole restaurant may share an address. */
const REFUSED_PER_MINUTE = 600
/** Routes that guess-work aims at, and one that draws keys. They count by address too. */
const GUESSED: Record<string, number> = {
  'POST /console/sessions': 20,
  'POST /sessions': 120,
  'POST /enrolments': 20,
  'POST /staff/bindings': 20,
  'POST /console/stores/:id/pos-keys': 20,
  'POST /console/operators': 20,
}

@Injectable()
export class AccessGuard implements CanActivate {
  private readonly limiter = new Limiter()

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Sessions) private readonly sessions: Sessions,
    @Inject(Members) private readonly members: Members,
    @Inject(StaffService) private readonly staff: StaffService,
    @Inject(PosKeys) private readonly posKeys: PosKeys,
    @Inject(PosSignatures) private readonly signatures: PosSignatures,
    @Inject(Operators) private readonly operators: Operators,
  ) {}

  /** Answers at once where nothing has to be asked: most requests come from somebody seen a moment ago. */
  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const route = endpointOf(context)
    if (!route) return true
    const request = context.switchToHttp().getRequest<Request>()
    request.route = route
    const { audience } = route.endpoint
    if (audience === 'public') this.limit(`ip:${request.ip}`, PER_MINUTE.public)
    const guessed = GUESSED[route.key]
    if (guessed) this.limit(`${route.key}:${request.ip}`, guessed)
    if (audience === 'public') return true
    const till = audience === 'pos' ? this.posKeys.seen(tokenOf(request) ?? '') : undefined
    if (till && mayShowKey(till, route)) return this.letIn(request, audience, { pos: till })
    return this.askWho(request, audience, route)
  }

  private async askWho(request: Request, audience: Audience, route: Mounted): Promise<boolean> {
    const caller = await this.callerOf(audience, request, route).catch(error => this.countRefused(error, request))
    return this.letIn(request, audience, caller)
  }

  private letIn(request: Request, audience: Audience, caller: Partial<Caller>): boolean {
    request.caller = caller
    this.limit(`${audience}:${caller.pos?.keyId ?? caller.sessionId}`, PER_MINUTE[audience])
    return true
  }

  private async callerOf(audience: Audience, request: Request, route: Mounted): Promise<Partial<Caller>> {
    if (audience === 'pos') return { pos: await this.tillOf(request, route) }
    const token = bearerOf(request)
    const claims = await this.sessions.check(token)
    const { sessionId, subjectId } = claims
    const expected = audience === 'console' ? SESSION_KIND.OPERATOR : SESSION_KIND.IDENTITY
    if (claims.kind !== expected) throw new Refusal('access.denied')
    if (audience === 'console') {
      const operator = await this.operators.allowed(subjectId, route.key)
      return { sessionId, operator }
    }
    if (audience === 'identity') return { sessionId, identityId: subjectId }
    if (audience === 'staff') return { sessionId, identityId: subjectId, staff: await this.staff.active(subjectId) }
    const memberId = await this.members.memberOf(subjectId)
    if (!memberId) throw new Refusal('member.not_enrolled')
    return { sessionId, identityId: subjectId, memberId }
  }

  /** A till signs, or shows its key where neither the route nor the key itself asks for a signature. */
  private async tillOf(request: Request, route: Mounted): Promise<Caller['pos']> {
    const { authorization } = request.headers
    if (isSigned(authorization)) {
      const body = request.bytes ?? Buffer.alloc(0)
      return this.signatures.check(authorization, { method: request.method, path: request.originalUrl, body })
    }
    const till = await this.posKeys.check(bearerOf(request))
    if (!mayShowKey(till, route)) throw new Refusal('pos.signature_missing')
    return till
  }

  /** Who is refused at the door is nobody we could count by, so the address is counted. */
  private countRefused(error: unknown, request: Request): never {
    if (error instanceof Refusal) this.limit(`refused:${request.ip}`, REFUSED_PER_MINUTE)
    throw error
  }

  private limit(bucket: string, perMinute: number): void {
    if (this.config.rateLimits && !this.limiter.take(bucket, perMinute, 60_000)) throw new Refusal('rate.limited')
  }
}

const mayShowKey = (till: Caller['pos'], { endpoint }: Mounted): boolean => !endpoint.signed && !till.signedOnly

function bearerOf(request: Request): string {
  const token = tokenOf(request)
  if (!token || token.length > 1000) throw new Refusal('session.missing')
  return token
}

/** What stands behind "Bearer", however the word is written. */
function tokenOf({ headers: { authorization } }: Request): string | undefined {
  if (!authorization) return undefined
  const space = authorization.indexOf(' ')
  return authorization.slice(0, space).toLowerCase() === 'bearer' ? authorization.slice(space + 1) : undefined
}
