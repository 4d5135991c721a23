/** What staff read. Only this package carries it: a guest's phone never fetches these words. */
import { staffZh } from './texts.bench'
import { offlineZh } from './texts.offline'
import { staffShiftsZh } from './texts.shifts'
import { staffTablesZh } from './texts.tables'
import { staffVerifyZh } from './texts.verify'

export const zh = { ...staffZh, ...staffVerifyZh, ...offlineZh, ...staffTablesZh, ...staffShiftsZh }
export type StaffTextKey = keyof typeof zh
