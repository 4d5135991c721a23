import type { z } from 'zod'

/**
 * Who may call: anybody; a signed-in WeChat account; a member; staff of a store; a till with its key; an operator.
 * The server decides this from the session, never from the body.
 */
export type Audience = 'public' | 'identity' | 'member' | 'staff' | 'pos' | 'console'

export interface Endpoint {
  audience: Audience
  summary: string
  params?: z.ZodType
  query?: z.ZodType
  body?: z.ZodType
  response?: z.ZodType
  /** Media type of an answer that is a file. */
  binary?: string
  /** Only for requests a till has signed; its key alone is not enough. */
  signed?: true
}

type Draft = Omit<Endpoint, 'audience'> & { audience?: Audience }
type Audienced<T> = { [K in keyof T]: T[K] & { audience: Audience } }

/** Gives a group of routes their audience; a route may name its own. */
export function endpoints<const T extends Record<`${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`, Draft>>(
  audience: Audience,
  routes: T,
): Audienced<T> {
  const entries = Object.entries(routes).map(([key, draft]) => [key, { audience, ...(draft as Draft) }])
  return Object.fromEntries(entries) as Audienced<T>
}
