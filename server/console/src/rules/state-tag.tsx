import { Tag } from 'antd'
import { usePreferences } from '../preferences'
import type { RuleState } from './rule'

const colours = {
  LIVE: 'success',
  SCHEDULED: 'processing',
  DRAFT: 'default',
  PAUSED: 'warning',
  ENDED: 'default',
} as const

export function StateTag({ state }: { state: RuleState }) {
  const { say } = usePreferences()
  return <Tag color={colours[state]}>{say(`rules.state.${state}`)}</Tag>
}
