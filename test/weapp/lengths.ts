/**
 * Lengths of WXSS in words the browser knows: rpx (750 to the screen's width), safe areas, and a viewport that is the
 * page between WeChat's bars. Used for sheets when they are compiled and for inline styles when they are set.
 */
export function browserLengths(value: string): string {
  return value
    .replace(/(-?(?:\d+\.)?\d*\d)rpx\b/gi, (_, number: string) => `calc(${number} * 100vw / 750)`)
    .replace(/(-?(?:\d+\.)?\d*\d)vh\b/gi, (_, number: string) => `calc(${number} * var(--vh, 1vh))`)
    .replace(/\b(?:env|constant)\(\s*safe-area-inset-(\w+)\s*(?:,[^)]*)?\)/g, 'var(--safe-area-$1, 0px)')
}
