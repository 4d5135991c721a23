/** Tables, services and controllers of the feature draws, for the list of all providers. */
import { DrawViews } from './draws/draw-views.service.js'
import { DrawOfficeHttp, DrawsHttp } from './draws/draws.http.js'
import * as tables from './draws/draws.tables.js'
import { DrawPoolDesk } from './draws/pool-desk.service.js'
import { DrawPoolOffice } from './draws/pool-office.service.js'
import { DrawPools } from './draws/pools.service.js'
import { DrawPrizes } from './draws/prizes.service.js'
import { DrawSeeds } from './draws/seeds.service.js'
import { Spinning } from './draws/spinning.service.js'

export const drawTables = Object.values(tables)

export const drawServices = [DrawPools, DrawSeeds, DrawPrizes, Spinning, DrawViews, DrawPoolDesk, DrawPoolOffice]

export const drawControllers = [DrawsHttp, DrawOfficeHttp]
