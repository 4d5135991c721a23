/** Tables, services and controllers of the feature mall, for the list of all providers. */

import { Donations } from './mall/donations.service.js'
import { Extras } from './mall/extras.service.js'
import { GivenRewards } from './mall/given-rewards.service.js'
import { MallHttp } from './mall/mall.http.js'
import { RewardWishes } from './mall/mall.jobs.js'
import * as tables from './mall/mall.tables.js'
import { MallMembers } from './mall/mall-members.service.js'
import { MallPoints } from './mall/mall-points.service.js'
import { Redeeming } from './mall/redeeming.service.js'
import { RedemptionRows } from './mall/redemption-rows.service.js'
import { Redemptions } from './mall/redemptions.service.js'
import { ReturningRewards } from './mall/returning.service.js'
import { RewardBulk } from './mall/reward-changes.service.js'
import { RewardChecks } from './mall/reward-checks.service.js'
import { RewardDesk } from './mall/reward-desk.service.js'
import { RewardFiguresReader } from './mall/reward-figures.service.js'
import { RewardManyHttp } from './mall/reward-many.http.js'
import { RewardOfficeHttp } from './mall/reward-office.http.js'
import { RewardOffice } from './mall/reward-office.service.js'
import { RewardReach } from './mall/reward-reach.service.js'
import { RewardTaker } from './mall/reward-taker.service.js'
import { Rewards } from './mall/rewards.service.js'
import { Shelf } from './mall/shelf.service.js'
import { ShelfNames } from './mall/shelf-names.service.js'
import { MemberShipmentsHttp, ShipmentOfficeHttp } from './mall/shipments.http.js'
import { Shipments } from './mall/shipments.service.js'
import { UnusedThings } from './mall/unused-things.service.js'
import { Vouchers } from './mall/vouchers.service.js'

export const mallTables = Object.values(tables)

export const mallServices = [
  Rewards,
  MallMembers,
  MallPoints,
  RedemptionRows,
  GivenRewards,
  Shipments,
  Donations,
  Extras,
  UnusedThings,
  Redeeming,
  RewardTaker,
  ReturningRewards,
  ShelfNames,
  Redemptions,
  Shelf,
  Vouchers,
  RewardWishes,
  RewardChecks,
  RewardDesk,
  RewardReach,
  RewardBulk,
  RewardFiguresReader,
  RewardOffice,
]

export const mallControllers = [MemberShipmentsHttp, ShipmentOfficeHttp, MallHttp, RewardOfficeHttp, RewardManyHttp]
