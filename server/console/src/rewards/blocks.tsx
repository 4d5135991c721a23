/** What every block of the reward editor is made of. */
import { Form } from 'antd'
import type { ReactNode } from 'react'
import type { Options } from '../rules/rule'
import type { RewardEditorState } from './use-reward-editor'

export interface BlockProps {
  editor: RewardEditorState
  options: Options | undefined
}

interface EntryProps {
  /** The id of the control is this path behind "reward-", so that a problem can lead there. */
  path: string
  label: string
  hint?: ReactNode
  problem?: string | undefined
  wide?: boolean
  children: (id: string, failing: boolean) => ReactNode
}

/** A labelled field; what is wrong with it is said right below, and read out. */
export function Entry({ path, label, hint, problem, wide, children }: EntryProps) {
  const id = `reward-${path.replaceAll('.', '-')}`
  return (
    <Form.Item
      className={wide ? 'wide' : undefined}
      label={label}
      htmlFor={id}
      extra={hint}
      validateStatus={problem ? 'error' : ''}
      help={problem ? <span role="alert">{problem}</span> : undefined}
    >
      {children(id, problem !== undefined)}
    </Form.Item>
  )
}
