/** Tables, services and controllers of the feature pledges, for the list of all providers. */
import { GroupDesk } from './pledges/group-desk.service.js'
import { GroupOffers } from './pledges/group-offers.service.js'
import { GroupOffice } from './pledges/group-office.service.js'
import { GroupViews } from './pledges/group-views.service.js'
import { PledgePoints } from './pledges/pledge-points.service.js'
import { PledgeRows } from './pledges/pledge-rows.service.js'
import { GroupOfficeHttp, PledgesHttp } from './pledges/pledges.http.js'
import * as tables from './pledges/pledges.tables.js'
import { Pledging } from './pledges/pledging.service.js'
import { GroupSettling } from './pledges/settling.service.js'

export const pledgeTables = Object.values(tables)

export const pledgeServices = [
  GroupOffers,
  PledgePoints,
  PledgeRows,
  GroupSettling,
  Pledging,
  GroupViews,
  GroupDesk,
  GroupOffice,
]

export const pledgeControllers = [PledgesHttp, GroupOfficeHttp]
