/** A backtest from its start to its report. Its number is in the address, so that a reload or another page loses nothing. */
import type { ReplyOf } from '@huitou/shared/client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type CallError, call, read } from '../call'
import { newRequestId } from '../parts/request-id'
import { readKey } from '../queries'
import { type Choice, proposalsOf } from './proposals'

export type Backtest = ReplyOf<'GET /console/backtests/:id'>
export type Report = NonNullable<Backtest['report']>

const LOOK_AGAIN_MS = 400

export interface Span {
  from: string
  to: string
}

export function useBacktest(id: string | null, onStarted: (id: string) => void) {
  const client = useQueryClient()
  const keyOf = (number: string) => readKey('GET /console/backtests/:id', { params: { id: number } })
  const query = useQuery<Backtest, CallError>({
    queryKey: keyOf(id ?? ''),
    queryFn: ({ signal }) => read('GET /console/backtests/:id', { params: { id: id ?? '' } }, { signal }),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data?.state === 'RUNNING' ? LOOK_AGAIN_MS : false),
  })
  const start = useMutation<Backtest, CallError, { choices: readonly Choice[]; span: Span }>({
    mutationFn: async ({ choices, span }) =>
      call('POST /console/backtests', {
        body: { requestId: newRequestId(), proposals: await proposalsOf(choices), ...span },
      }),
    onSuccess: backtest => {
      client.setQueryData(keyOf(backtest.id), backtest)
      onStarted(backtest.id)
    },
  })
  const cancel = useMutation<unknown, CallError>({
    mutationFn: () => call('DELETE /console/backtests/:id', { params: { id: id ?? '' } }),
    onSettled: () => client.invalidateQueries({ queryKey: keyOf(id ?? '') }),
  })
  return { backtest: id === null ? null : (query.data ?? null), query, start, cancel }
}
