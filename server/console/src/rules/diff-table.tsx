import type { RuleDefinition } from '@huitou/shared/rules'
import { usePreferences } from '../preferences'
import { differences } from './diff'
import type { Voice } from './words'

interface DiffTableProps {
  voice: Voice
  before: RuleDefinition
  after: RuleDefinition
  labels: [before: string, after: string]
}

/** Two definitions side by side, only where they read differently. Old and new are told apart by words and marks, not by colour alone. */
export function DiffTable({ voice, before, after, labels }: DiffTableProps) {
  const { say } = usePreferences()
  const changed = differences(voice, before, after)
  if (changed.length === 0) return <p className="quiet">{say('versions.same')}</p>
  return (
    <table className="diff">
      <thead>
        <tr>
          <th scope="col">{say('versions.part')}</th>
          <th scope="col">{labels[0]}</th>
          <th scope="col">{labels[1]}</th>
        </tr>
      </thead>
      <tbody>
        {changed.map(one => (
          <tr key={one.part}>
            <th scope="row">{say(one.part)}</th>
            <td>
              <del>{one.before}</del>
            </td>
            <td>
              <ins>{one.after}</ins>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
