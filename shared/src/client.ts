/**
 * Typed calls over the contract. It sees the contract as types only, so a bundle that uses it carries no zod.
 * The transport is handed in: the mini-program has wx.request, the console has fetch, tests have both.
 */
import type { z } from 'zod'
import type { Api, Route } from './api.js'

type Input<R extends Route, K extends string> = Api[R] extends Record<K, infer S extends z.ZodType> ? z.input<S> : never
type Part<R extends Route, K extends 'params' | 'query' | 'body'> = [Input<R, K>] extends [never]
  ? { [P in K]?: undefined }
  : Record<never, never> extends Input<R, K>
    ? { [P in K]?: Input<R, K> }
    : { [P in K]: Input<R, K> }

/** What a call of this route must carry. */
export type RequestOf<R extends Route> = Part<R, 'params'> & Part<R, 'query'> & Part<R, 'body'>
/** What a call of this route answers. */
export type ReplyOf<R extends Route> = Api[R] extends { response: infer S extends z.ZodType } ? z.output<S> : never

export interface Wire {
  method: string
  /** Path below the API's root with its query, ready to send. */
  path: string
  body?: unknown
}

/** Builds method, path and body of one call. Throws when a path parameter is missing. */
export function wireOf<R extends Route>(route: R, request?: RequestOf<R>): Wire {
  const parts = (request ?? {}) as { params?: Record<string, unknown>; query?: Record<string, unknown>; body?: unknown }
  const space = route.indexOf(' ')
  const path = route.slice(space + 1).replace(/:(\w+)/g, (_, name: string) => {
    const value = parts.params?.[name]
    if (value === undefined || value === '') throw new Error(`${route} needs ${name}`)
    return encodeURIComponent(String(value))
  })
  const query = Object.keys(parts.query ?? {})
    .filter(name => parts.query?.[name] !== undefined)
    .map(name => `${name}=${encodeURIComponent(String(parts.query?.[name]))}`)
    .join('&')
  return { method: route.slice(0, space), path: query ? `${path}?${query}` : path, body: parts.body }
}

export type Call = <R extends Route>(
  route: R,
  ...request: Record<never, never> extends RequestOf<R> ? [request?: RequestOf<R>] : [request: RequestOf<R>]
) => Promise<ReplyOf<R>>

/** A typed `call` over a transport that sends a wire and answers the parsed reply or throws. */
export function clientOver(send: (wire: Wire) => Promise<unknown>): Call {
  return (route, ...request) => send(wireOf(route, request[0])) as never
}
