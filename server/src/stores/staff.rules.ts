/** Who may take up an invitation, and what a staff member's row says about them. */

export const INVITE_DAYS = 7

export interface Binding {
  identity_id: number | null
  invite_until: Date | null
  bound_at: Date | null
  revoked_at: Date | null
}

export function staffState(row: Binding): 'INVITED' | 'ACTIVE' | 'REVOKED' {
  if (row.revoked_at) return 'REVOKED'
  return row.bound_at ? 'ACTIVE' : 'INVITED'
}

/**
 * Why a WeChat account may not take up this invitation; null when it may, or has done so before.
 * @param invited the row of the invitation, if there is one
 * @param earlier the row this account is bound to already, if any
 */
export function bindingProblem(
  invited: Binding | undefined,
  earlier: Binding | undefined,
  by: { identityId: number; now: Date },
): 'staff.invite_invalid' | 'staff.already_bound' | null {
  if (!invited || invited.revoked_at) return 'staff.invite_invalid'
  if (invited.identity_id === by.identityId) return null
  if (invited.bound_at) return 'staff.invite_invalid'
  if (!invited.invite_until || invited.invite_until <= by.now) return 'staff.invite_invalid'
  return earlier && !earlier.revoked_at ? 'staff.already_bound' : null
}

/** "S0001" after 0, "S10000" after 9999. */
export function staffNoAfter(number: number): string {
  return `S${String(number + 1).padStart(4, '0')}`
}
