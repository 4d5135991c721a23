/** Requests to the routes of backtests, over more time than one may ask about: how many run at once is no matter then. */
import type { RefusalCode } from '@huitou/shared/refusals'
import { aim, draw, nothingThere } from './aim.js'

const tooLong: RefusalCode[] = ['backtest.too_long']
const gone: RefusalCode[] = ['record.not_found']

export function aimsOfBacktests() {
  const years = { from: '2020-01-01T00:00:00.000Z', to: '2024-01-01T00:00:00.000Z', proposals: [] }
  return {
    'POST /console/backtests': aim(
      'POST /console/backtests',
      () => ({ body: { requestId: draw('aim-backtest-'), ...years } }),
      tooLong,
    ),
    'GET /console/backtests/:id': aim('GET /console/backtests/:id', { params: { id: nothingThere } }, gone),
    'DELETE /console/backtests/:id': aim('DELETE /console/backtests/:id', { params: { id: nothingThere } }, gone),
  }
}
