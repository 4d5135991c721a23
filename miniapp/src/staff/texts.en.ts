/** The same sentences in English. A missing or unknown key does not compile. */
import type { StaffTextKey } from './texts'
import { staffEn } from './texts.bench.en'
import { offlineEn } from './texts.offline.en'
import { staffShiftsEn } from './texts.shifts.en'
import { staffTablesEn } from './texts.tables.en'
import { staffVerifyEn } from './texts.verify.en'

export const en: Record<StaffTextKey, string> = {
  ...staffEn,
  ...staffVerifyEn,
  ...offlineEn,
  ...staffTablesEn,
  ...staffShiftsEn,
}
