import { Tag } from 'antd'
import { usePreferences } from '../preferences'
import { dayOfBatch, type Send, standingOf } from './send'

const COLOURS = {
  RUNNING: 'processing',
  DONE: 'success',
  LOOK: 'error',
  PAUSED: 'warning',
  CANCELLED: 'default',
  HELD: 'error',
} as const

export function SendState({ send }: { send: Send }) {
  const { say } = usePreferences()
  const standing = standingOf(send)
  return <Tag color={COLOURS[standing]}>{say(`send.state.${standing}`)}</Tag>
}

/** A campaign has a title of its own; reminders are called by their kind and day. */
export function useSendName(): (send: Send) => string {
  const { say } = usePreferences()
  return send => {
    if (send.kind === 'CAMPAIGN') return send.title
    const day = dayOfBatch(send.code)
    return day ? `${say(`kind.${send.kind}`)} ${day}` : say(`kind.${send.kind}`)
  }
}
