/** A campaign on the desk: what it says, for whom, and whether the estimate still belongs to it. Pure. */
import type { ReplyOf, RequestOf } from '@huitou/shared/client'

export type CampaignDraft = RequestOf<'POST /console/sends/estimates'>['body']
export type Estimate = ReplyOf<'POST /console/sends/estimates'>

export const TITLE_MAX = 40
export const BODY_MAX = 400
export const WORTH_MAX_FEN = 1_000_000

/** Pages of the mini-program a campaign may open. */
export const PAGES = [
  { page: 'pages/home/index', key: 'campaign.page.home' },
  { page: 'pages/mall/index', key: 'campaign.page.mall' },
  { page: 'pages/code/index', key: 'campaign.page.code' },
  { page: 'pages/me/index', key: 'campaign.page.me' },
] as const

export function blankCampaign(): CampaignDraft {
  return { title: '', body: '', page: PAGES[0].page, audience: {}, worthFen: 0 }
}

/** As the server will read it: without the spaces around a text and without choices nobody made. */
export function settled({ title, body, page, audience, worthFen }: CampaignDraft): CampaignDraft {
  const { tier, tag } = audience
  return {
    title: title.trim(),
    body: body.trim(),
    page,
    audience: { ...(tier ? { tier } : {}), ...(tag ? { tag } : {}) },
    worthFen,
  }
}

export function isComplete(draft: CampaignDraft): boolean {
  const { title, body } = settled(draft)
  return title !== '' && body !== ''
}

export interface Estimated {
  estimate: Estimate
  at: string
  /** What it was asked for. */
  of: string
}

export const markOf = (draft: CampaignDraft): string => JSON.stringify(settled(draft))

/** The estimate, while nothing has been changed since. */
export function estimateOf(draft: CampaignDraft, estimated: Estimated | null): Estimate | null {
  return estimated && estimated.of === markOf(draft) ? estimated.estimate : null
}

/** What of an estimate stopped somebody; a reason why one goes out later stops nobody. */
export function stoppersOf({ reasons, later }: Estimate): Estimate['reasons'] {
  return later > 0 ? reasons.filter(({ reason }) => reason !== 'QUIET_HOURS' && reason !== 'QUIET_DAY') : reasons
}
