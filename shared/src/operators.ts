import { z } from 'zod'
import { Fen, Id, Instant, Points, Text } from './basics.js'
import { Tokens } from './sessions.js'

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
  totpEnabled: z.boolean(),
  lastLoginAt: Instant.nullable(),
  /** The page this role starts on, a path below /console. */
  landing: z.string(),
})
export const OperatorSession = z.object({ tokens: Tokens, operator: OperatorCard })
export const TotpSetup = z.object({ secret: z.string(), url: z.string(), qrSvg: z.string() })
export const TotpBody = z.object({ totp: z.string().regex(/^\d{6}$/) })
export const PasswordBody = z.object({ current: z.string().max(200), next: z.string().min(10).max(200) })

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
export const RuleVersionView = z.object({
  id: Id,
  version: z.int(),
  sentence: Text,
  publishedAt: Instant,
  publishedBy: z.string(),
  live: z.boolean(),
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
export const Books = z.object({
  clean: z.boolean(),
  checks: z.array(BookCheck),
  checkedAt: Instant,
  milliseconds: z.int(),
})
