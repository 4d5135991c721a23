import type { Tier } from '../hooks/use-tier'

export type Change = Tier['changes'][number]

/** Changes in their order, newest first; reviews in a row that kept the same tier stand together. */
export function runsOf(changes: readonly Change[]): Change[][] {
  const runs: Change[][] = []
  for (const change of changes) {
    const last = runs[runs.length - 1]
    const same = last?.[0]?.reason === 'KEPT' && change.reason === 'KEPT' && last[0].to.code === change.to.code
    if (last && same) last.push(change)
    else runs.push([change])
  }
  return runs
}
