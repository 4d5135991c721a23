import { z } from 'zod'
import { RequestId } from './basics.js'
import { MemberCard } from './members.js'
import { StaffCard } from './stores.js'

export const Tokens = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  /** Seconds until the access token ends, counted from the answer: the phone's clock may be wrong. */
  accessSeconds: z.int(),
})
export const LoginBody = z.object({ code: z.string().min(1).max(128) })
export const RefreshBody = z.object({ refreshToken: z.string().min(1).max(256) })
/** Who is behind the WeChat account: perhaps a member, perhaps staff, perhaps neither yet. */
export const Whoami = z.object({ member: MemberCard.nullable(), staff: StaffCard.nullable() })
export const LoginReply = z.object({ tokens: Tokens, who: Whoami })

export const ConsentPurpose = z.enum(['MEMBERSHIP', 'PRIVACY', 'MARKETING'])
export const EnrolBody = z.object({
  requestId: RequestId,
  phoneCode: z.string().min(1).max(128),
  consents: z.array(z.object({ purpose: ConsentPurpose, version: z.string().min(1).max(20) })).max(10),
  nickname: z.string().trim().min(1).max(20).optional(),
  /** The scene of the code that brought the guest here, kept as the source of the enrolment. */
  scene: z.string().max(32).optional(),
})
export const ConsentBody = z.object({
  purpose: ConsentPurpose,
  version: z.string().min(1).max(20),
  granted: z.boolean(),
})
export const Consent = z.object({
  purpose: ConsentPurpose,
  version: z.string(),
  currentVersion: z.string(),
  granted: z.boolean(),
  at: z.string().nullable(),
})
