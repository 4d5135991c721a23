/** What rules are built from, by name and in the order people choose from. Plain values: no zod here, the console ships them. */

export const TRIGGERS = [
  'PURCHASE',
  'REFUND',
  'ENROLMENT',
  'BIRTHDAY',
  'PROFILE_COMPLETED',
  'CHECK_IN',
  'REFERRAL_JOINED',
  'REFERRAL_FIRST_VISIT',
  'REVIEW',
  'SHARE',
  'SURVEY',
  'TASK',
  'IMPORT',
  'MANUAL',
] as const

/** Festivals by their own calendar. A lunar one is found for every year; its window is the store's calendar day. */
export const FESTIVALS = [
  'NEW_YEAR',
  'SPRING_FESTIVAL_EVE',
  'SPRING_FESTIVAL',
  'LANTERN',
  'QINGMING',
  'LABOUR_DAY',
  'CHILDREN_DAY',
  'DRAGON_BOAT',
  'QIXI',
  'MID_AUTUMN',
  'NATIONAL_DAY',
  'DOUBLE_NINTH',
  'LABA',
  'WINTER_SOLSTICE',
] as const

/** How a bill came in. */
export const CHANNELS = ['STAFF', 'POS', 'MINI_PROGRAM', 'IMPORT', 'DEMO'] as const

/** How near a birthday counts. */
export const BIRTHDAYS = ['DAY', 'WEEK', 'MONTH'] as const
