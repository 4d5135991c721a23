/** Requests to the routes of backtests, over a time in which nothing was sold: they end as soon as they begin. */
import type { RefusalCode } from '@huitou/shared/refusals'
import { aim, draw, nothingThere } from './aim.js'

const taken: RefusalCode[] = ['backtest.running', 'backtest.busy']
const gone: RefusalCode[] = ['record.not_found']

export function aimsOfBacktests() {
  const empty = { from: '2020-01-01T00:00:00.000Z', to: '2020-01-02T00:00:00.000Z', proposals: [] }
  return {
    'POST /console/backtests': aim(
      'POST /console/backtests',
      () => ({ body: { requestId: draw('aim-backtest-'), ...empty } }),
      taken,
    ),
    'GET /console/backtests/:id': aim('GET /console/backtests/:id', { params: { id: nothingThere } }, gone),
    'DELETE /console/backtests/:id': aim('DELETE /console/backtests/:id', { params: { id: nothingThere } }, gone),
  }
}
