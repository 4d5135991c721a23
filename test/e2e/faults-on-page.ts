/** What is wrong with the looks of a page, measured in the page itself. Both functions run there and close over nothing. */

/** Text that is cut off, leaves the screen, or lies on other text; each as the words it is about. */
export function crampedTexts(): string[] {
  const faults: string[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const lines: { words: string; left: number; right: number; top: number; bottom: number }[] = []
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const words = node.textContent?.trim() ?? ''
    const box = node.parentElement
    // A watermark lies on everything; that is what it is for.
    if (!words || !box?.closest('.screen') || box.closest('.watermark') || !box.checkVisibility()) continue
    const size = Number.parseFloat(getComputedStyle(box).fontSize)
    const range = document.createRange()
    range.selectNodeContents(node)
    for (const { left, right, top, height, width } of range.getClientRects()) {
      if (width < 1) continue
      if (left < -1 || right > window.innerWidth + 1) faults.push(`leaves the screen: ${words}`)
      // A font's own box is taller than its letters, which lie in the middle of it.
      const middle = top + height / 2
      lines.push({ words, left, right, top: middle - size * 0.4, bottom: middle + size * 0.4 })
    }
    const style = getComputedStyle(box)
    const hides = style.overflowX === 'hidden' || style.textOverflow === 'ellipsis'
    if (hides && box.scrollWidth > box.clientWidth + 1) faults.push(`cut off: ${words}`)
  }
  lines.forEach((line, i) => {
    for (const other of lines.slice(i + 1)) {
      const across = Math.min(line.right, other.right) - Math.max(line.left, other.left)
      const down = Math.min(line.bottom, other.bottom) - Math.max(line.top, other.top)
      if (across > 2 && down > 2) faults.push(`overlap: ${line.words} / ${other.words}`)
    }
  })
  return [...new Set(faults)]
}

/** What a finger is meant to hit and is smaller than 44 pixels, with its size. */
export function smallTargets(): string[] {
  const targets = document.querySelectorAll<HTMLElement>(
    '.screen [role=button], .screen [role=radio], .screen [role=checkbox], .screen button, .screen taro-button-core',
  )
  return [...targets].flatMap(target => {
    const { width, height } = target.getBoundingClientRect()
    if (!target.checkVisibility() || (width >= 44 && height >= 44)) return []
    return [`${target.textContent?.trim() || target.className} ${Math.round(width)} × ${Math.round(height)}`]
  })
}
