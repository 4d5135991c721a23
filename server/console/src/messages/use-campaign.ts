import { App } from 'antd'
import { useEffect, useState } from 'react'
import { call } from '../call'
import { draftOf, dropDraft, keepDraft } from '../parts/draft'
import { useIntention } from '../parts/request-id'
import { usePreferences } from '../preferences'
import { useChange } from '../queries'
import { blankCampaign, type CampaignDraft, type Estimated, estimateOf, isComplete, markOf, settled } from './campaign'

const KEPT = 'campaign'

/** A campaign on the desk, kept in this browser until it is sent. It can be sent as long as its estimate is its own. */
export function useCampaign(onSent: (code: string) => void) {
  const { say } = usePreferences()
  const { message } = App.useApp()
  const [draft, setDraft] = useState<CampaignDraft>(() => draftOf<CampaignDraft>(KEPT) ?? blankCampaign())
  const [estimated, setEstimated] = useState<Estimated | null>(null)
  const [gone, setGone] = useState(false)
  const [requestId, next] = useIntention()
  const dirty = !gone && markOf(draft) !== markOf(blankCampaign())
  useEffect(() => {
    if (dirty) keepDraft(KEPT, draft)
    else dropDraft(KEPT)
  }, [draft, dirty])

  const estimating = useChange((body: CampaignDraft) => call('POST /console/sends/estimates', { body }), [])
  const sending = useChange(
    () => call('POST /console/sends', { body: { ...settled(draft), requestId } }),
    ['GET /console/sends', 'GET /console/audit'],
  )
  const ask = () => {
    const body = settled(draft)
    estimating.mutate(body, {
      onSuccess: estimate => setEstimated({ estimate, at: new Date().toISOString(), of: markOf(body) }),
    })
  }
  const send = () =>
    sending.mutate(undefined, {
      onSuccess: ({ code }) => {
        next()
        setGone(true)
        message.success(say('campaign.sent'))
        onSent(code)
      },
      // What the server has understood and refused is over; the next try is another intention.
      onError: error => error.passing || next(),
    })
  return {
    draft,
    change: (more: Partial<CampaignDraft>) => setDraft({ ...draft, ...more }),
    dirty,
    complete: isComplete(draft),
    estimated,
    estimate: estimateOf(draft, estimated),
    ask,
    send,
    estimating: estimating.isPending,
    sending: sending.isPending,
    error: sending.error ?? estimating.error,
  }
}

export type CampaignOnDesk = ReturnType<typeof useCampaign>
