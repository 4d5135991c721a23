/** Round numbers for the axis of a chart from zero up to at least `highest`, at most six of them. */
export function ticksOf(highest: number): number[] {
  if (highest <= 0) return [0]
  const rough = highest / 5
  const magnitude = 10 ** Math.floor(Math.log10(rough))
  const step = Math.max(1, [1, 2, 2.5, 5, 10].map(factor => factor * magnitude).find(size => size >= rough) ?? rough)
  const count = Math.ceil(highest / step)
  return Array.from({ length: count + 1 }, (_, index) => index * step)
}

/** 12,800 as "1.3万" or "12.8k": axis labels must stay short. */
export function compactOf(value: number, language: 'zh' | 'en'): string {
  if (language === 'zh') {
    if (value >= 100_000_000) return `${short(value / 100_000_000)}亿`
    return value >= 10_000 ? `${short(value / 10_000)}万` : String(value)
  }
  if (value >= 1_000_000) return `${short(value / 1_000_000)}M`
  return value >= 1_000 ? `${short(value / 1_000)}k` : String(value)
}

function short(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Math.round(value * 10) / 10)
}
