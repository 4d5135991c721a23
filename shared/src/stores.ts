import { z } from 'zod'
import { Id, Instant, Text } from './basics.js'

export const StoreRef = z.object({ id: Id, name: z.string() })
export const StoreView = StoreRef.extend({
  code: z.string(),
  address: z.string(),
  phone: z.string(),
  timeZone: z.string(),
  /** Bills before this local time belong to the day before, "04:00". */
  dayCutOff: z.string().regex(/^\d{2}:\d{2}$/),
  openHours: z.string(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
})
/** What everybody may know about the programme before joining. */
export const Programme = z.object({
  brandName: z.string(),
  pointsName: Text,
  timeZone: z.string(),
  earnSentence: Text,
  expirySentence: Text,
  ruleVersion: z.int(),
  consents: z.array(
    z.object({ purpose: z.string(), version: z.string(), title: Text, body: Text, required: z.boolean() }),
  ),
  asOf: Instant,
})

/** A scene fits WeChat's limit of 32 visible characters and holds no meaning of its own. */
export const Scene = z.string().regex(/^[A-Za-z0-9]{1,32}$/)
export const TableView = z.object({ scene: z.string(), name: z.string(), store: StoreRef })
export const Diner = z.object({
  memberNo: z.string().nullable(),
  nicknameMasked: z.string(),
  isMe: z.boolean(),
  joinedAt: Instant,
})
export const TableVisit = z.object({
  sessionId: Id,
  table: TableView,
  diners: z.array(Diner),
  openedAt: Instant,
})

export const StaffRole = z.enum(['STAFF', 'STORE_MANAGER'])
export const StaffCard = z.object({ staffNo: z.string(), name: z.string(), role: StaffRole, store: StoreRef })
export const BindBody = z.object({ invite: z.string().min(8).max(32) })
export const Workbench = StaffCard.extend({
  businessDay: z.string(),
  today: z.object({ bills: z.int(), paidFen: z.int(), points: z.int(), members: z.int(), enrolments: z.int() }),
})

/** Console: stores, tables and staff. */
export const StoreBody = z.object({
  code: z.string().regex(/^[A-Za-z0-9-]{2,20}$/),
  name: z.string().trim().min(1).max(40),
  address: z.string().trim().max(120),
  phone: z.string().trim().max(20),
  timeZone: z.enum([
    'Asia/Shanghai',
    'Asia/Urumqi',
    'Asia/Hong_Kong',
    'Asia/Macau',
    'Asia/Taipei',
    'Asia/Singapore',
    'Asia/Tokyo',
  ]),
  dayCutOff: z.string().regex(/^(0\d|1[0-1]):[0-5]\d$/),
  openHours: z.string().trim().max(60),
})
export const StoreRow = StoreView.extend({ tables: z.int(), staff: z.int(), billsToday: z.int() })
export const TableRow = z.object({
  id: Id,
  name: z.string(),
  scene: z.string(),
  url: z.string(),
  enabled: z.boolean(),
  issuedAt: Instant,
  scans: z.int(),
})
export const TablesBody = z.object({ names: z.array(z.string().trim().min(1).max(20)).min(1).max(200) })
export const TableChange = z.object({ enabled: z.boolean() })
export const StaffRow = z.object({
  id: Id,
  staffNo: z.string(),
  name: z.string(),
  role: StaffRole,
  store: StoreRef,
  state: z.enum(['INVITED', 'ACTIVE', 'REVOKED']),
  boundAt: Instant.nullable(),
})
export const StaffBody = z.object({ name: z.string().trim().min(1).max(20), role: StaffRole, storeId: Id })
export const StaffInvite = z.object({ staff: StaffRow, invite: z.string(), url: z.string(), expiresAt: Instant })

/** A till's key as it is listed: never the key itself. */
export const PosKeyRow = z.object({
  id: Id,
  name: z.string(),
  /** The first letters; empty for keys issued before they were kept. */
  prefix: z.string(),
  createdAt: Instant,
  /** To the minute. */
  lastUsedAt: Instant.nullable(),
  /** Whether every request of this till must be signed; otherwise only those of routes that ask for it. */
  signedOnly: z.boolean(),
  revokedAt: Instant.nullable(),
})
export const PosKeyBody = z.object({ name: z.string().trim().min(1).max(30), signedOnly: z.boolean().optional() })
/** The answer is the only time the key is seen. A till signs with it, and names it by its id. */
export const PosKeyIssued = z.object({ posKey: PosKeyRow, key: z.string() })
