/** What a point costs, as people type and read it. The server decides for itself; this says it before it is asked. */
import type { ReplyOf } from '@huitou/shared/client'

export type Setting = ReplyOf<'GET /console/earning-settings'>['versions'][number]
export type Cost = Setting['cost']

/** Between a tenth of a fen and a yuan for a point, both included. */
export function costProblem({ fen, points }: Cost): 'LOW' | 'HIGH' | null {
  if (fen * 10 < points) return 'LOW'
  return fen > points * 100 ? 'HIGH' : null
}

/** "1.5", "0.333": fen for one point, to a thousandth. */
export function fenEach({ fen, points }: Cost): string {
  return String(Math.round((fen * 1000) / points) / 1000)
}

/** Yuan as typed in a number field, in fen. */
export function fenOf(yuan: number): number {
  return Math.round(yuan * 100)
}
