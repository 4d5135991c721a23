import type { ReplyOf } from '@huitou/shared/client'
import { Tag } from 'antd'
import { usePreferences } from '../preferences'

type NotPaid = ReplyOf<'POST /console/simulations'>['live']['explained']['notPaid'][number]

/** "Why not": the rules that nearly paid, each with the condition it missed or the rule it lost to. */
export function NotPaidList({ rules }: { rules: readonly NotPaid[] }) {
  const { say, pick } = usePreferences()
  return (
    <ul>
      {rules.map(one => (
        <li key={`${one.code}.${one.why}`} className="trace-line">
          <span>
            <Tag>{say(`trace.${one.why}`)}</Tag>
            {pick(one.sentence)}
          </span>
        </li>
      ))}
    </ul>
  )
}
