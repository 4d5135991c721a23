/**
 * The contract: every request the server answers, by audience. The server mounts exactly these under /api,
 * the OpenAPI document is made from them, and the clients take their types from them.
 */
import { office } from './api-console.js'
import { members } from './api-console-members.js'
import { rules } from './api-console-rules.js'
import { stores } from './api-console-stores.js'
import { identity, member, open } from './api-diner.js'
import { pos, staff } from './api-till.js'
import type { Endpoint } from './endpoint.js'

export const api = {
  ...open,
  ...identity,
  ...member,
  ...staff,
  ...pos,
  ...office,
  ...members,
  ...stores,
  ...rules,
} satisfies Record<string, Endpoint>
export type Api = typeof api
export type Route = keyof Api
