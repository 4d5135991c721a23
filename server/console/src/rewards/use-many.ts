/** The same done to many rewards, said in counts, with a way back. */

import type { ReplyOf, RequestOf } from '@huitou/shared/client'
import { refusalText } from '@huitou/shared/refusals'
import { App, Button } from 'antd'
import { createElement } from 'react'
import { call } from '../call'
import { newRequestId } from '../parts/request-id'
import { textOf } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useChange } from '../queries'

export type Change = RequestOf<'POST /console/reward-changes'>['body']['change']
type Changes = ReplyOf<'POST /console/reward-changes'>
const UNDO_SECONDS = 12

export function useMany(onDone: () => void) {
  const { say, language } = usePreferences()
  const { notification } = App.useApp()
  const change = useChange(
    (asked: { codes: string[]; change: Change }) =>
      call('POST /console/reward-changes', { body: { ...asked, requestId: newRequestId() } }),
    ['GET /console/rewards', 'GET /console/rewards/:code', 'GET /console/reward-reach', 'GET /console/audit'],
  )
  const linesOf = ({ same, failed }: Changes) => [
    ...(same.length > 0 ? [say('rewards.bulk.same', { same: same.length })] : []),
    ...(failed.length > 0
      ? [
          say('rewards.bulk.failed', {
            failed: failed.length,
            why: [...new Set(failed.map(({ refusal }) => refusalText(refusal, language)))].join(' '),
          }),
        ]
      : []),
  ]
  const tell = (title: string, result: Changes, back: Change | null) => {
    const key = newRequestId()
    const undo = () => {
      notification.destroy(key)
      if (back)
        change.mutate(
          { codes: result.done, change: back },
          {
            onSuccess: ({ done }) => notification.success({ title: say('rewards.bulk.undone', { done: done.length }) }),
          },
        )
    }
    notification.open({
      key,
      type: result.failed.length > 0 ? 'warning' : 'success',
      title,
      description: linesOf(result).join(' '),
      duration: UNDO_SECONDS,
      ...(back && result.done.length > 0
        ? { actions: createElement(Button, { size: 'small', onClick: undo }, say('rewards.bulk.undo')) }
        : {}),
    })
  }
  const send = (codes: string[], asked: Change) =>
    change.mutate(
      { codes, change: asked },
      {
        onSuccess: result => {
          const done = { done: result.done.length }
          const title =
            asked.kind === 'STOCK'
              ? say('rewards.bulk.stock.done', done)
              : say(asked.onShelf ? 'rewards.bulk.on.done' : 'rewards.bulk.off.done', done)
          tell(title, result, backOf(asked, say('rewards.bulk.undo.reason')))
          onDone()
        },
        onError: error => notification.error({ title: textOf(error, say, language) }),
      },
    )
  return { send, pending: change.isPending }
}

/** What undoes it. */
function backOf(asked: Change, reason: string): Change {
  return asked.kind === 'SHELF' ? { kind: 'SHELF', onShelf: !asked.onShelf } : { kind: 'STOCK', by: -asked.by, reason }
}
