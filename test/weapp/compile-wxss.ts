import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import postcss, { type Root } from 'postcss'
import { browserLengths } from './lengths.js'

/** Tags of WXML that become custom elements of the browser under a `wx-` name. */
const TAGS = [
  'page view text image button input textarea form label picker picker-view picker-view-column switch slider checkbox',
  'checkbox-group radio radio-group scroll-view swiper swiper-item canvas navigator icon progress rich-text video map',
  'web-view root-portal cover-view cover-image page-meta navigation-bar',
]
  .join(' ')
  .split(' ')
const TAG_IN_SELECTOR = new RegExp(`(^|[\\s>+~,(])(${TAGS.join('|')})(?=[\\s.#:\\[>+~,)]|$)`, 'g')

function renameSelectors(root: Root, scope: string) {
  root.walkRules(rule => {
    if (rule.parent?.type === 'atrule' && /keyframes$/.test((rule.parent as postcss.AtRule).name)) return
    rule.selector = rule.selector.replace(TAG_IN_SELECTOR, '$1wx-$2')
    if (scope) rule.selector = rule.selector.replace(/\.([A-Za-z_-])/g, `.${scope}--$1`)
  })
}

/**
 * Compiles one `.wxss` file with its imports into CSS.
 * @param read gives the text of a file by its path inside the app
 * @param scope prefix of the class names of an isolated component; empty for sheets that everybody sees
 * @throws when an imported file is missing
 */
export function compileWxss(path: string, read: (path: string) => string, scope = ''): string {
  return compileSheet(path, { read, scope, seen: new Set() })
}

interface Compilation {
  read: (path: string) => string
  scope: string
  seen: Set<string>
}

function compileSheet(path: string, compilation: Compilation): string {
  const { read, scope, seen } = compilation
  if (seen.has(path)) return ''
  seen.add(path)
  const root = postcss.parse(read(path))
  let imported = ''
  root.walkAtRules('import', rule => {
    const target = /["']([^"']+)["']/.exec(rule.params)?.[1]
    if (!target) throw new Error(`${path}: cannot read @import ${rule.params}`)
    const file = target.startsWith('/') ? target.slice(1) : posix.join(posix.dirname(path), target)
    imported += compileSheet(file, compilation)
    rule.remove()
  })
  renameSelectors(root, scope)
  root.walkDecls(declaration => {
    declaration.value = browserLengths(declaration.value)
  })
  return `${imported}${root.toString()}\n`
}

/** Reads files below `folder` by their path inside the app. */
export function readerOf(folder: string): (path: string) => string {
  return path => readFileSync(posix.join(folder, path), 'utf8')
}
