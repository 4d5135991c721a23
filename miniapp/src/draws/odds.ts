/** Parts of a million as people read them: "12.5%", "0.01%". */
export function oddsText(odds: number): string {
  const whole = Math.floor(odds / 10_000)
  const rest = String(odds % 10_000)
  const digits = '0000'.slice(rest.length) + rest
  const shown = digits.replace(/0+$/, '')
  return shown ? `${whole}.${shown}%` : `${whole}%`
}

/** The steps of a highlight that runs over so many tiles and stops at one: two rounds, slower towards the end. */
export function runOf(tiles: number, stop: number): { tile: number; afterMs: number }[] {
  const last = tiles * 2 + stop
  return Array.from({ length: last + 1 }, (_, step) => {
    const left = last - step
    return { tile: step % tiles, afterMs: left < 4 ? 220 - left * 30 : 70 }
  })
}
