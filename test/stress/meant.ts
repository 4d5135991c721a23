import type { Route } from '@huitou/shared/api'
import type { RequestOf } from '@huitou/shared/client'

/** Requests that are meant to succeed, by route. */
export type Meant = { [R in Route]?: RequestOf<R>[] }
