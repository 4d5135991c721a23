/** The session with our server: tokens in storage, renewed silently, at most one renewal at a time. */
import type { ReplyOf } from '@huitou/shared/client'
import { peek, put } from './cache'
import { freshId } from './ids'
import { keep, recall } from './storage'
import { wechat } from './wechat'
import { CallError, exchange, offlineError } from './wire'

type Tokens = Pick<ReplyOf<'POST /sessions/refresh'>, 'accessToken' | 'refreshToken'>
export type Who = ReplyOf<'GET /me'>

let tokens = recall<Tokens>('tokens')
let renewing: Promise<void> | null = null

/** Who holds this phone. Before the first sign-in the answer comes with it, so a new guest costs one request, not two. */
export async function whoNow(ask: () => Promise<Who>): Promise<Who> {
  if (tokens) return ask()
  await renew(null)
  return peek<Who>('who')?.value ?? ask()
}

export function accessToken(): string | null {
  return tokens?.accessToken ?? null
}

/** Resolves when no renewal is under way, so that calls made at launch go out with the new token. */
export async function settled(): Promise<void> {
  await renewing?.catch(() => undefined)
}

/**
 * Gets a working token: by the refresh token, or by signing in silently with WeChat. `refused` is the token the server
 * did not take; when another call has replaced it meanwhile nothing is done. Throws CallError.
 */
export function renew(refused: string | null): Promise<void> {
  if (refused !== accessToken()) return Promise.resolve()
  renewing ??= renewOnce().finally(() => {
    renewing = null
  })
  return renewing
}

async function renewOnce(): Promise<void> {
  if (tokens) {
    try {
      remember(await ask<'POST /sessions/refresh'>('/sessions/refresh', { refreshToken: tokens.refreshToken }))
      return
    } catch (error) {
      // A refresh token that is spent or unknown is no tragedy: WeChat vouches for the person again.
      if (error instanceof CallError && error.offline) throw error
    }
  }
  const code = await wechat.loginCode().catch(() => {
    throw offlineError(freshId())
  })
  const reply = await ask<'POST /sessions'>('/sessions', { code })
  remember(reply.tokens)
  put('who', reply.who, true)
}

function remember({ accessToken, refreshToken }: Tokens): void {
  tokens = { accessToken, refreshToken }
  keep('tokens', tokens)
}

async function ask<R extends 'POST /sessions' | 'POST /sessions/refresh'>(path: string, body: object) {
  const requestId = freshId()
  return (await exchange({ wire: { method: 'POST', path, body }, requestId, token: null })) as ReplyOf<R>
}
