/** A slider has few stops and points have many: what each stop of it stands for. */
export interface PointSteps {
  /** The last stop; the first one, 0, is no points. */
  last: number
  pointsAt(stop: number): number
  stopOf(points: number): number
}

const STOPS = 40

/** Round steps from the minimum up to the most; the last stop is the most itself. */
export function pointStepsOf({ most, min, step }: { most: number; min: number; step: number }): PointSteps {
  if (most < min || most === 0) return { last: 0, pointsAt: () => 0, stopOf: () => 0 }
  const size = sizeOf(most, step)
  const last = Math.max(1, Math.ceil(most / size))
  const pointsAt = (stop: number) => {
    if (stop <= 0) return 0
    return stop >= last ? most : Math.max(min, stop * size)
  }
  const stopOf = (points: number) => {
    if (points <= 0) return 0
    return points >= most ? last : Math.min(last, Math.max(1, Math.round(points / size)))
  }
  return { last, pointsAt, stopOf }
}

/** 1, 2, 5, 10, 20, 50 … times what points come in. */
function sizeOf(most: number, step: number): number {
  for (let ten = 1; ; ten *= 10) {
    for (const digit of [1, 2, 5]) if (most / (digit * ten * step) <= STOPS) return digit * ten * step
  }
}
