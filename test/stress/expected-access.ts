/** What the guard owes each caller at each route, written from the contract and the table of rights alone. */
import { api, type Route } from '@huitou/shared/api'
import type { RefusalCode } from '@huitou/shared/refusals'
import { type ConsoleRoute, RIGHTS } from '../../server/src/operators/rights.rules.js'
import type { Standing } from './actors.js'

/** The refusal somebody of this standing meets at the door of a route; null when it lets them in. */
export function refusalAtTheDoor(who: Standing, route: Route): RefusalCode | null {
  const { audience } = api[route]
  if (audience === 'public') return null
  if (who.as === 'nobody') return 'session.missing'
  if (audience === 'pos') return who.as === 'pos' ? null : 'pos.key_invalid'
  if (who.as === 'pos') return 'session.invalid'
  if (who.as === 'bad') return who.code
  if (audience === 'console') {
    const may = who.as === 'operator' && RIGHTS[route as ConsoleRoute].includes(who.role)
    return may ? null : 'access.denied'
  }
  if (who.as === 'operator') return 'access.denied'
  if (audience === 'member') return who.member ? null : 'member.not_enrolled'
  if (audience === 'identity' || who.staff === 'active') return null
  return who.staff === 'revoked' ? 'staff.revoked' : 'staff.not_bound'
}
