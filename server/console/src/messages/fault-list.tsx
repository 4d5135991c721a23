import type { Fault } from '@huitou/shared/message-filling'
import { usePreferences } from '../preferences'
import type { Say } from '../texts'

interface FaultListProps {
  faults: readonly Fault['code'][] | undefined
  /** A field's key, or templateId, fields, text. */
  place: string
  /** The variables nobody knows. */
  names?: string
}

/** What is wrong, said right below what it is about. */
export function FaultList({ faults, place, names = '' }: FaultListProps) {
  const { say } = usePreferences()
  return (faults ?? []).map(code => (
    <p key={code} className="field-problem" role="alert">
      {textOfFault(say, { code, place, names })}
    </p>
  ))
}

function textOfFault(say: Say, { code, place, names }: { code: Fault['code']; place: string; names: string }): string {
  if (code === 'UNKNOWN_VARIABLE') return say('fault.UNKNOWN_VARIABLE', { names })
  if (code !== 'MISSING') return say(`fault.${code}`)
  return say(place === 'templateId' || place === 'fields' ? `fault.MISSING.${place}` : 'fault.MISSING.text')
}
