/** Tables, services and controllers of checkouts at tills, for the list of all providers. */
import { TillCheckoutRows } from './till-checkouts/till-checkout-rows.service.js'
import { PosCheckoutsHttp, StaffCheckoutsHttp, TillSettingsHttp } from './till-checkouts/till-checkouts.http.js'
import { TillTimeOuts } from './till-checkouts/till-checkouts.jobs.js'
import * as tables from './till-checkouts/till-checkouts.tables.js'
import { TillCommitting } from './till-checkouts/till-committing.service.js'
import { TillEnding } from './till-checkouts/till-ending.service.js'
import { TillOrders } from './till-checkouts/till-orders.service.js'
import { TillQuotes } from './till-checkouts/till-quotes.service.js'
import { TillReserving } from './till-checkouts/till-reserving.service.js'
import { TillReversing } from './till-checkouts/till-reversing.service.js'
import { TillSettings } from './till-checkouts/till-settings.service.js'
import { TillSettlements } from './till-checkouts/till-settlements.service.js'
import { TillSurroundings } from './till-checkouts/till-surroundings.service.js'
import { TillViews } from './till-checkouts/till-views.service.js'

export const tillCheckoutTables = Object.values(tables)

export const tillCheckoutServices = [
  TillCheckoutRows,
  TillSettings,
  TillViews,
  TillQuotes,
  TillEnding,
  TillOrders,
  TillReserving,
  TillSurroundings,
  TillCommitting,
  TillReversing,
  TillSettlements,
  TillTimeOuts,
]

export const tillCheckoutControllers = [PosCheckoutsHttp, StaffCheckoutsHttp, TillSettingsHttp]
