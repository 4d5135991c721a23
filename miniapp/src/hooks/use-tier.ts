import type { ReplyOf } from '@huitou/shared/client'
import { useCallback, useEffect, useRef } from 'react'
import { call } from '../call'
import { type Loaded, useLoad } from './use-load'

export type Tier = ReplyOf<'GET /member/tier'>

/** A bill is answered before the tier is looked at, so what it did to the tier is asked for a second time. */
const LOOK_AGAIN_MS = 1200

/** The tier of the member, null for a guest. `soon` is for the moment after a bill. */
export function useTier(memberNo: string | null): Loaded<Tier> & { soon: () => void } {
  const tier = useLoad(memberNo && `tier:${memberNo}`, () => call('GET /member/tier'), { lasting: true })
  const again = useRef<ReturnType<typeof setTimeout>>()
  const { reload } = tier
  useEffect(() => () => clearTimeout(again.current), [])
  const soon = useCallback(() => {
    void reload()
    clearTimeout(again.current)
    again.current = setTimeout(() => void reload(), LOOK_AGAIN_MS)
  }, [reload])
  return { ...tier, soon }
}
