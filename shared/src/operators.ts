import { z } from 'zod'
import { Fen, Id, Instant, Points, Text } from './basics.js'
import { Tokens } from './sessions.js'
import { StoreRef } from './stores.js'

export const OperatorRole = z.enum(['ADMIN', 'MARKETER', 'STORE_MANAGER', 'FINANCE', 'RISK', 'SUPPORT', 'AUDITOR'])
export type OperatorRole = z.infer<typeof OperatorRole>
export const OperatorLogin = z.object({
  username: z.string().trim().min(1).max(40),
  password: z.string().min(1).max(200),
  totp: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
})
export const OperatorCard = z.object({
  username: z.string(),
  name: z.string(),
  role: OperatorRole,
  /** The one store a store manager is bound to; none: all of them. */
  store: StoreRef.nullable(),
  totpEnabled: z.boolean(),
  /** Signed in with a password that somebody else drew: nothing else is open before it is changed. */
  mustChangePassword: z.boolean(),
  lastLoginAt: Instant.nullable(),
  /** The page this role starts on, a path below /console. */
  landing: z.string(),
})
export const OperatorSession = z.object({ tokens: Tokens, operator: OperatorCard })
export const TotpSetup = z.object({ secret: z.string(), url: z.string(), qrSvg: z.string() })
export const TotpBody = z.object({ totp: z.string().regex(/^\d{6}$/) })
export const PasswordBody = z.object({ current: z.string().max(200), next: z.string().min(10).max(200) })

/** An operator as administrators see one. */
export const OperatorRow = z.object({
  id: Id,
  username: z.string(),
  name: z.string(),
  role: OperatorRole,
  store: StoreRef.nullable(),
  totpEnabled: z.boolean(),
  /** INVITED: has not yet chosen a password of the own. */
  state: z.enum(['INVITED', 'ACTIVE', 'DISABLED']),
  lastLoginAt: Instant.nullable(),
  /** Whether this is who asks: nobody disables or demotes the own account. */
  isMe: z.boolean(),
})
/** Only a store manager is bound to a store; one without is over all of them. */
const Duty = z.object({
  name: z.string().trim().min(1).max(40),
  role: OperatorRole,
  storeId: Id.nullable(),
})
const onlyManagers = (duty: z.infer<typeof Duty>) => duty.storeId === null || duty.role === 'STORE_MANAGER'
const boundWrongly = { path: ['storeId'], error: 'only a store manager is bound to a store' }
export const OperatorBody = Duty.extend({
  username: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9._-]{3,40}$/),
}).refine(onlyManagers, boundWrongly)
export const OperatorChange = Duty.extend({ disabled: z.boolean() }).refine(onlyManagers, boundWrongly)
/** The password is shown this once, and is good for seven days and one change. */
export const OperatorInvite = z.object({ operator: OperatorRow, password: z.string(), expiresAt: Instant })

/** A figure is trusted only with its definition and the moment it was computed. */
export const Figure = z.object({
  name: Text,
  value: z.int(),
  unit: z.enum(['POINTS', 'FEN', 'COUNT']),
  definition: Text,
})
export const Overview = z.object({
  figures: z.array(Figure),
  months: z.array(
    z.object({ month: z.string(), issued: Points, spent: Points, expired: Points, paidFen: Fen, bills: z.int() }),
  ),
  asOf: Instant,
})
export const AuditRow = z.object({
  id: Id,
  at: Instant,
  who: z.string(),
  action: z.string(),
  target: z.string(),
  detail: z.string(),
})
export const BookCheck = z.object({ name: z.string(), meaning: Text, broken: z.int(), sample: z.array(z.string()) })
/** How far the ledger is sealed into blocks, each fingerprinted over the one before it. */
export const Sealing = z.object({
  lastBlock: z.object({ seq: z.int(), hash: z.string(), sealedAt: Instant }).nullable(),
  /** Entries that wait for their block, and since when the first of them does. */
  waiting: z.int(),
  waitingSince: Instant.nullable(),
  /** The newest block whose fingerprint was noted as kept outside of this system. */
  anchor: z.object({ seq: z.int(), place: z.string(), at: Instant }).nullable(),
  definition: Text,
})
export const Books = z.object({
  clean: z.boolean(),
  checks: z.array(BookCheck),
  checkedAt: Instant,
  milliseconds: z.int(),
  sealing: Sealing,
})
