/** Tables, services and controllers of the feature shifts, for the list of all providers. */
import { ShiftReports } from './shifts/shift-reports.service.js'
import { StaffShiftsHttp } from './shifts/shifts.http.js'
import { ShiftEnds } from './shifts/shifts.jobs.js'
import { Shifts } from './shifts/shifts.service.js'
import * as tables from './shifts/shifts.tables.js'

export const shiftTables = Object.values(tables)

export const shiftServices = [ShiftReports, Shifts, ShiftEnds]

export const shiftControllers = [StaffShiftsHttp]
