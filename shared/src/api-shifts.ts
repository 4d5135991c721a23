/** What staff may ask about their shifts. */
import { byId } from './basics.js'
import { endpoints } from './endpoint.js'
import { CurrentShift, Shift, ShiftBody, ShiftClosingBody, ShiftPage, ShiftQuery } from './shifts.js'

export const staffShifts = endpoints('staff', {
  'POST /staff/shifts': { summary: 'Begin a shift; who has one open gets that one', body: ShiftBody, response: Shift },
  'GET /staff/shift': { summary: 'My open shift with what it has come to so far', response: CurrentShift },
  'POST /staff/shifts/:id/closings': {
    summary: 'Close a shift: its report is fixed; repeats get the same',
    params: byId,
    body: ShiftClosingBody,
    response: Shift,
  },
  'GET /staff/shifts': {
    summary: 'Closed shifts, newest first; managers see those of the store',
    query: ShiftQuery,
    response: ShiftPage,
  },
  'GET /staff/shifts/:id': { summary: 'One closed shift with its report', params: byId, response: Shift },
})
