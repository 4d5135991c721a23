/** Which coupons go together, as a table that is edited: what was changed, and what a cell means. Pure. */
import type { ReplyOf } from '@huitou/shared/client'
import type { Definition, Summary } from './coupon'

export type Stacking = Definition['stacking']
export type Group = Stacking['group']
export type Worst = ReplyOf<'POST /console/worst-orders'>
/** By the code of the coupon, what is different from what is published. */
export type Edits = Record<string, Partial<Stacking>>

export interface Ask {
  codes: string[]
  totalFen: number
  marginPercent: number
  floorFen: number
}

export interface Changed {
  code: string
  version: number
  definition: Definition
}

/** The stacking of a coupon with what is being changed of it. */
export function stackingOf({ code, definition }: Pick<Summary, 'code' | 'definition'>, edits: Edits): Stacking {
  return { ...definition.stacking, ...edits[code] }
}

/** The coupons that would get a new version; a change that was taken back is none. */
export function changedOf(coupons: readonly Summary[], edits: Edits): Changed[] {
  return coupons.flatMap(coupon => {
    const stacking = stackingOf(coupon, edits)
    const same = JSON.stringify(sorted(stacking)) === JSON.stringify(sorted(coupon.definition.stacking))
    return same ? [] : [{ code: coupon.code, version: coupon.version, definition: { ...coupon.definition, stacking } }]
  })
}

/** With a family named or not named any more. */
export function withGroup(groups: readonly Group[], group: Group, on: boolean): Group[] {
  return on ? [...new Set([...groups, group])] : groups.filter(one => one !== group)
}

/**
 * Whether naming a family has an effect: NONE when it is not named, ONE_SIDED when no coupon of that family names this one's
 * in return, BOTH when at least one does.
 */
export function effectOf(own: Stacking, group: Group, all: readonly Stacking[]): 'NONE' | 'ONE_SIDED' | 'BOTH' {
  if (!own.with.includes(group)) return 'NONE'
  const answered = all.some(other => other !== own && other.group === group && other.with.includes(own.group))
  return answered ? 'BOTH' : 'ONE_SIDED'
}

function sorted({ group, with: groups, perBill, points, tierPrice }: Stacking) {
  return [group, [...groups].sort(), perBill, points, tierPrice]
}
