/** What is left until a moment, as a clock that runs down: whole days apart, then hours, minutes and seconds. */
export function leftUntil(end: string, now: number): { days: number; clock: string } | null {
  const seconds = Math.ceil((Date.parse(end) - now) / 1000)
  if (seconds <= 0) return null
  const two = (n: number) => (n < 10 ? `0${n}` : String(n))
  const days = Math.floor(seconds / 86_400)
  const [h, m, s] = [Math.floor((seconds % 86_400) / 3600), Math.floor((seconds % 3600) / 60), seconds % 60]
  return { days, clock: `${two(h)}:${two(m)}:${two(s)}` }
}
