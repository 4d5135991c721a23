/** Policies of the programme that features read before they ask the ledger for something. Pure. */
import { MAX_GRACE_DAYS, MAX_HOLD_DAYS } from './operation.rules.js'

export interface Policies {
  /** Whether members may give points to each other. The ledger can; a programme has to want it. */
  transfers: boolean
  /** How long points stay set aside for something not yet done. */
  holdMinutes: number
  /** Days for which points come back whose end has passed meanwhile; 0 lets them expire at once. */
  graceDays: number
}

const LIMITS: { [name in keyof Policies]: { least: number; most: number; usual: number } } = {
  transfers: { least: 0, most: 1, usual: 0 },
  holdMinutes: { least: 1, most: MAX_HOLD_DAYS * 24 * 60, usual: 30 },
  graceDays: { least: 0, most: MAX_GRACE_DAYS, usual: 7 },
}

/** The policies from the rows that differ from the usual; a row nobody knows is left alone. */
export function policiesOf(rows: readonly { name: string; setting: number }[]): Policies {
  const kept = new Map(rows.map(({ name, setting }) => [name, setting]))
  const of = (name: keyof Policies) => kept.get(name) ?? LIMITS[name].usual
  return { transfers: of('transfers') === 1, holdMinutes: of('holdMinutes'), graceDays: of('graceDays') }
}

/** What a changed policy is stored as. Throws RangeError beyond its limits. */
export function settingsOf(changed: Partial<Policies>): { name: keyof Policies; setting: number }[] {
  return Object.entries(changed).map(([key, value]) => {
    const name = key as keyof Policies
    const setting = Number(value)
    const { least, most } = LIMITS[name]
    if (!Number.isSafeInteger(setting) || setting < least || setting > most) throw new RangeError(`${name} ${setting}`)
    return { name, setting }
  })
}
