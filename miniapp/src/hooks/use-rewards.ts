import type { ReplyOf } from '@huitou/shared/client'
import { call } from '../call'
import { type Loaded, useLoad } from './use-load'

export type Rewards = ReplyOf<'GET /mall/rewards'>
export type RewardCard = Rewards['items'][number]

/** The whole shelf, which the mall sorts into its segments at once. `holder` keeps members apart on one phone. */
export function useRewards(holder: string | null): Loaded<Rewards> {
  const key = holder === null ? null : `rewards:${holder}`
  return useLoad(key, () => call('GET /mall/rewards', { query: { limit: 100 } }), { lasting: true })
}
