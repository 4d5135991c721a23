/** Points given to a good cause: what is given for them, who has given how much, and the certificate. */
import { z } from 'zod'
import { Fen, Instant, Points, Text } from './basics.js'

/** How the name stands on a certificate, as the member chooses. */
export const CertificateName = z.enum(['NICKNAME', 'MASKED', 'ANONYMOUS'])
export type CertificateName = z.infer<typeof CertificateName>

export const CauseTotals = z.object({
  /** Who gets it. */
  cause: Text,
  /** What the house gives for one exchange. */
  givesFen: Fen,
  targetFen: Fen.nullable(),
  /** What has come together: every point of it is in the ledger. */
  points: Points,
  raisedFen: Fen,
  members: z.int(),
  times: z.int(),
})
export type CauseTotals = z.infer<typeof CauseTotals>

export const DonationView = z.object({
  certificateNo: z.string(),
  name: z.string(),
  shown: CertificateName,
  at: Instant,
  points: Points,
  givesFen: Fen,
  cause: Text,
})
export type DonationView = z.infer<typeof DonationView>
export const CertificateBody = z.object({ shown: CertificateName })

export const Causes = z.object({
  items: z.array(CauseTotals.extend({ code: z.string(), name: Text, price: Points })),
  mine: z.object({ points: Points, givesFen: Fen, times: z.int() }).nullable(),
})
