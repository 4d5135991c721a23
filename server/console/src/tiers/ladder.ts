/** A ladder while it is being changed: what it says, how it is edited, and what is wrong with it. */
import { formatPoints, formatYuan } from '@huitou/shared/amounts'
import type { ReplyOf, RequestOf } from '@huitou/shared/client'
import type { Say } from '../texts'

export type ConsoleTiers = ReplyOf<'GET /console/tiers'>
export type Ladder = RequestOf<'POST /console/tiers/versions'>['body']['ladder']
export type Rung = Ladder['rungs'][number]
export type Right = Rung['rights'][number]
export type Measure = keyof Rung['threshold']

export const MEASURES = ['growth', 'spendFen', 'visits', 'pointsUsed'] as const

/** "成长值 2,000 或 到店 24 次". */
export function asksOf({ threshold }: Rung, say: Say): string {
  const parts = MEASURES.flatMap(measure => {
    const asked = threshold[measure]
    if (asked === null || asked === 0) return []
    const amount = measure === 'spendFen' ? formatYuan(asked).replace(/\.00$/, '') : formatPoints(asked)
    return [say(`tiers.${measure}`, { amount })]
  })
  return parts.join(say('tiers.or')) || say('tiers.asks.nothing')
}

/** "免配送费 · 每月 2 次". */
export function rightOf(right: Right, name: string, say: Say): string {
  return right.limit ? `${name} · ${say(`tiers.uses.${right.limit.per}`, { uses: right.limit.uses })}` : name
}

export type Wrong = 'order' | 'empty' | 'twice' | 'name' | 'code' | 'other'

/** What is wrong, by path: what the server would refuse is said while it is typed. */
export function problemsOf(ladder: Ladder): Map<string, Wrong> {
  const wrong = new Map<string, Wrong>()
  const codes = ladder.rungs.map(rung => rung.code)
  ladder.rungs.forEach((rung, at) => {
    if (!rung.name.zh.trim() || !rung.name.en.trim()) wrong.set(`rungs.${at}.name`, 'name')
    if (!/^[A-Z0-9_]{1,20}$/.test(rung.code)) wrong.set(`rungs.${at}.code`, 'code')
    else if (codes.indexOf(rung.code) !== at) wrong.set(`rungs.${at}.code`, 'twice')
    rung.rights.forEach((right, place) => {
      if (!right.name.zh.trim() || !right.name.en.trim()) wrong.set(`rungs.${at}.rights.${place}`, 'name')
    })
    const lower = ladder.rungs[at - 1]
    if (!lower) return
    const asked = MEASURES.filter(measure => rung.threshold[measure] !== null)
    if (asked.length === 0) wrong.set(`rungs.${at}.threshold`, 'empty')
    for (const measure of asked)
      if ((rung.threshold[measure] ?? 0) <= (lower.threshold[measure] ?? 0))
        wrong.set(`rungs.${at}.threshold.${measure}`, 'order')
  })
  return wrong
}

export function withRung(ladder: Ladder, at: number, change: Partial<Rung>): Ladder {
  return { ...ladder, rungs: ladder.rungs.map((rung, place) => (place === at ? { ...rung, ...change } : rung)) }
}

export function withoutRung(ladder: Ladder, at: number): Ladder {
  return { ...ladder, rungs: ladder.rungs.filter((_, place) => place !== at) }
}

/** One more rung on top, to be named and given its threshold. */
export function withNewRung(ladder: Ladder): Ladder {
  const top = ladder.rungs.at(-1)
  const rung: Rung = {
    code: freshCode(
      'TIER',
      ladder.rungs.map(({ code }) => code),
    ),
    name: { zh: '', en: '' },
    threshold: {
      ...(top?.threshold ?? { spendFen: null, visits: null, pointsUsed: null }),
      growth: (top?.threshold.growth ?? 0) * 2 || 1000,
    },
    percent: top?.percent ?? 100,
    rights: top?.rights ?? [],
  }
  return { ...ladder, rungs: [...ladder.rungs, rung] }
}

export function newRight(rung: Rung): Right {
  return {
    code: freshCode(
      'RIGHT',
      rung.rights.map(({ code }) => code),
    ),
    name: { zh: '', en: '' },
    limit: null,
  }
}

function freshCode(prefix: string, taken: string[]): string {
  for (let number = taken.length + 1; ; number += 1)
    if (!taken.includes(`${prefix}_${number}`)) return `${prefix}_${number}`
}
