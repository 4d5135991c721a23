/** The files of the project as the tidy rules see them: a path, a text, and for code what the parser finds in it. */
import fs from 'node:fs'
import path from 'node:path'
import swc from '@swc/core'

export interface Source {
  /** From the project's folder, with slashes. */
  path: string
  text: string
}

export interface Breach {
  path: string
  line: number
  rule: string
  why: string
}

export type Rule = (files: Source[]) => Breach[]

/** A node of the syntax tree; the parser's own types do not help when walking over all of them. */
export type Node = { type: string; span?: { start: number; end: number } } & Record<string, unknown>

export interface Import {
  from: string
  /** Nothing of it is left at run time. */
  typeOnly: boolean
  /** What is imported by name and as a value; `*` for a whole module. */
  values: string[]
  line: number
}

export interface Code extends Source {
  nodes: Node[]
  imports: Import[]
  lineOf(node: Node): number
  lastLineOf(node: Node): number
}

const SKIPPED = new Set(['node_modules', 'dist', '.git', '.data', '.swc', 'coverage'])
const READ = /\.(ts|tsx|mts|mjs|cjs|js|json|md|yaml|yml|html|scss|css|sql|wxml|wxss)$|(^|\/)[^./]+$/
const CODE = /\.(ts|tsx|mts|mjs|cjs|js)$/
const LARGE = 2_000_000

/** Every text file of the project but the lock file and what is installed or built. */
export function readSources(root: string): Source[] {
  const files: Source[] = []
  const visit = (folder: string) => {
    for (const entry of fs.readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const name = path.posix.join(folder, entry.name)
      if (entry.isDirectory() && !SKIPPED.has(entry.name)) visit(name)
      if (!entry.isFile() || entry.name === 'pnpm-lock.yaml' || !READ.test(name)) continue
      if (fs.statSync(path.join(root, name)).size > LARGE) continue
      files.push({ path: name, text: fs.readFileSync(path.join(root, name), 'utf8') })
    }
  }
  visit('')
  return files
}

const parsed = new WeakMap<Source, Code>()

/** The code among the files, parsed. Throws where the parser does, with the path. */
export function codeOf(files: Source[]): Code[] {
  return files.filter(file => CODE.test(file.path)).map(parse)
}

function parse(source: Source): Code {
  const known = parsed.get(source)
  if (known) return known
  const typescript = /\.(ts|tsx|mts)$/.test(source.path)
  let tree: Node
  try {
    tree = swc.parseSync(source.text, {
      ...(typescript
        ? { syntax: 'typescript' as const, decorators: true, tsx: source.path.endsWith('x') }
        : { syntax: 'ecmascript' as const, jsx: true }),
      target: 'es2022',
    }) as unknown as Node
  } catch (error) {
    throw new Error(`${source.path} cannot be parsed: ${String(error).slice(0, 300)}`)
  }
  // Places are counted in bytes, from one.
  const bytes = Buffer.from(source.text)
  const ends: number[] = []
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) ends.push(at)
  const lineAt = (place: number) => 1 + countBelow(ends, place - 1)
  const nodes: Node[] = []
  collect(tree, nodes)
  const code: Code = {
    ...source,
    nodes,
    imports: [],
    lineOf: node => lineAt(node.span?.start ?? 1),
    lastLineOf: node => lineAt((node.span?.end ?? 1) - 1),
  }
  code.imports = importsOf(code)
  parsed.set(source, code)
  return code
}

function countBelow(sorted: number[], limit: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < limit) low = middle + 1
    else high = middle
  }
  return low
}

function collect(value: unknown, nodes: Node[]): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, nodes)
  } else if (value && typeof value === 'object') {
    const node = value as Node
    if (typeof node.type === 'string') nodes.push(node)
    for (const [name, child] of Object.entries(node)) if (name !== 'span') collect(child, nodes)
  }
}

function importsOf(code: Code): Import[] {
  return code.nodes.flatMap(node => {
    const from = (node.source as { value?: string } | null | undefined)?.value
    const line = code.lineOf(node)
    if (node.type === 'CallExpression' && (node.callee as Node).type === 'Import') {
      const [first] = node.arguments as { expression: Node & { value?: unknown } }[]
      return typeof first?.expression.value === 'string'
        ? [{ from: first.expression.value, typeOnly: false, values: ['*'], line }]
        : []
    }
    if (typeof from !== 'string') return []
    if (node.type === 'ExportAllDeclaration') return [{ from, typeOnly: false, values: ['*'], line }]
    if (node.type !== 'ImportDeclaration' && node.type !== 'ExportNamedDeclaration') return []
    const specifiers = (node.specifiers ?? []) as Node[]
    const values = node.typeOnly ? [] : specifiers.filter(one => !one.isTypeOnly).map(nameOf)
    // An import without names runs the module.
    const typeOnly = Boolean(node.typeOnly) || (specifiers.length > 0 && values.length === 0)
    return [{ from, typeOnly, values, line }]
  })
}

function nameOf(specifier: Node): string {
  if (specifier.type === 'ImportNamespaceSpecifier') return '*'
  if (specifier.type === 'ImportDefaultSpecifier') return 'default'
  const named = (specifier.imported ?? specifier.local ?? specifier.orig) as { value: string }
  return named.value
}

/** The path a relative import leads to, as it is in the project; undefined for packages. */
export function targetOf(code: Source, from: string, paths: ReadonlySet<string>): string | undefined {
  if (!from.startsWith('.')) return undefined
  const plain = path.posix.join(path.posix.dirname(code.path), from)
  const bare = plain.replace(/\.js$/, '')
  const tries = [plain, ...['.ts', '.tsx', '.mts', '/index.ts', '/index.tsx'].map(end => `${bare}${end}`)]
  return tries.find(name => paths.has(name))
}

export const isTest = (name: string): boolean => /\.test\.tsx?$/.test(name)
