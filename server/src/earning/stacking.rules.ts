/** Of one group only one rule pays. Pure. */

import {
  addedBy,
  type Fraction,
  isMore,
  type PaidReward,
  reckoned,
  type Weight,
  wholeOf,
  within,
} from './exact.rules.js'
import type { PublishedRule } from './occasion.rules.js'

/** A rule whose conditions are met, and how many points its caps and budget leave it. */
export interface Met {
  rule: PublishedRule
  reward: PaidReward
  left: number
}

interface Chosen<T extends Met> {
  paying: T[]
  /** Who stood back, for whom, and what it would have given by itself. */
  lost: { met: T; to: T; would: number }[]
}

/**
 * Rules without a group all pay. In a group the rule with the smallest priority number leads (the code decides between equal
 * ones) and says how: FIRST takes the first that has anything left to give, BEST the one that gives most by itself, after its
 * own caps, on top of the rules outside of groups. Groups with a rate are settled first, then those with a coefficient, so
 * that a multiplier is weighed on what the rate will be.
 */
export function choose<T extends Met>(all: readonly T[], lines: readonly Weight[]): Chosen<T> {
  const groups = new Map<string, T[]>()
  const paying: T[] = []
  for (const met of all) {
    const group = met.rule.definition.stacking?.group
    if (group === undefined) paying.push(met)
    else groups.set(group, [...(groups.get(group) ?? []), met])
  }
  if (groups.size === 0) return { paying, lost: [] }
  const lost: Chosen<T>['lost'] = []
  const inOrder = [...groups.values()].map(members => members.sort(byPriority)).sort(byEarliestKind)
  for (const members of inOrder) {
    const others = paying.map(({ reward }) => reward).filter(({ kind }) => kind === 'RATE' || kind === 'COEFFICIENT')
    const offers = members.map(met => ({
      met,
      // Nobody to be compared with.
      would: members.length === 1 ? NOTHING : within(addedBy(lines, others, met.reward), met.left),
    }))
    const winner = winnerOf(offers)
    paying.push(winner.met)
    for (const offer of offers) {
      if (offer !== winner) lost.push({ met: offer.met, to: winner.met, would: wholeOf(offer.would) })
    }
  }
  return { paying, lost }
}

const NOTHING: Fraction = { value: 0n, unit: 1n }

interface Offer<T> {
  met: T
  /** Exactly: two that differ by less than a point may make one of the sum. */
  would: Fraction
}

function winnerOf<T extends Met>(offers: Offer<T>[]): Offer<T> {
  const leader = offers[0]!
  if (leader.met.rule.definition.stacking?.choose === 'FIRST') return offers.find(({ met }) => met.left > 0) ?? leader
  return offers.reduce((best, offer) => (isMore(offer.would, best.would) ? offer : best))
}

function byPriority(a: Met, b: Met): number {
  const first = (met: Met) => met.rule.definition.stacking?.priority ?? 0
  return first(a) - first(b) || (a.rule.code < b.rule.code ? -1 : 1)
}

function byEarliestKind(a: readonly Met[], b: readonly Met[]): number {
  const earliest = (members: readonly Met[]) => [...members].sort((x, y) => reckoned(x.reward, y.reward))[0]!.reward
  return reckoned(earliest(a), earliest(b))
}
