import type { RequestOf } from '@huitou/shared/client'
import { App } from 'antd'
import { call } from '../call'
import { textOf } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useChange } from '../queries'

type Order = RequestOf<'POST /console/sends/:code/orders'>['body']

/** Orders about one send. Giving one twice is giving it once, so a lost answer is simply asked for again. */
export function useOrder(code: string) {
  const { say, language } = usePreferences()
  const { message } = App.useApp()
  const change = useChange(
    (order: Order) => call('POST /console/sends/:code/orders', { params: { code }, body: order }),
    ['GET /console/sends', 'GET /console/audit'],
  )
  const give = (order: Order, done: string) =>
    change.mutate(order, {
      onSuccess: () => message.success(done),
      onError: error => message.error(textOf(error, say, language)),
    })
  return { give, pending: change.isPending }
}
