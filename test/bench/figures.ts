/** What a section answers: figures with their targets, and how they are printed for people and for machines. */

export interface Figure {
  name: string
  value: number
  /** Smallest and largest of the rounds, where there are rounds. */
  spread?: [number, number]
  /** The bound of the issue, such as "≥ 5", and whether the figure keeps it. Figures without one are only told. */
  target?: Target
  /** What else is worth knowing: the rates behind a ratio. */
  note: string
}

export interface Target {
  least?: number
  most?: number
  aim?: number
}

export type Section = () => Promise<Figure[]>

export function lineOf({ name, value, spread, target, note }: Figure): string {
  const range = spread ? `(${shown(spread[0])}–${shown(spread[1])})` : ''
  return `${name.padEnd(30)}${shown(value).padStart(8)} ${range.padEnd(16)}${verdict(value, target).padEnd(26)} ${note}`
}

function verdict(value: number, target: Target | undefined): string {
  if (!target) return ''
  const { least, most, aim } = target
  const bound = least === undefined ? `≤ ${most}` : `≥ ${least}`
  const kept = (least === undefined || value >= least) && (most === undefined || value <= most)
  return `${kept ? 'keeps' : 'MISSES'} ${bound}${aim ? `, aim ${aim}` : ''}`
}

export const shown = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2))
export const rate = (perSecond: number): string => `${Math.round(perSecond).toLocaleString('en')}/s`

export function jsonOf(figures: Figure[]): string {
  return JSON.stringify(Object.fromEntries(figures.map(({ name, value }) => [name, Number(value.toPrecision(4))])))
}
