/** How long files and functions may be, and how many parameters a function takes. */
import { type Breach, type Code, codeOf, isTest, type Node, type Rule } from './sources.js'

const FILE_LINES = 300
const FUNCTION_LINES = 60
const PARAMETERS = 4
/** Constructors that only receive what is injected may receive more; a class that needs more than this is two. */
const INJECTED = 8
/** Kinds of files with limits of their own, and why. */
const OTHERS: { name: RegExp; lines: number; why: string }[] = [
  { name: /^server\/src\/migrations\//, lines: 400, why: 'a list of statements that is never edited again' },
  { name: /\.test\.tsx?$/, lines: 400, why: 'tables of cases' },
]
const STYLE_LINES = 500

export const fileSizes: Rule = files =>
  files.flatMap(({ path, text }) => {
    const style = /\.(scss|css)$/.test(path)
    if (!style && !/\.(ts|tsx|mts|mjs|js)$/.test(path)) return []
    const limit = style ? STYLE_LINES : (OTHERS.find(({ name }) => name.test(path))?.lines ?? FILE_LINES)
    const lines = text.trimEnd().split('\n').length
    return lines <= limit ? [] : [{ path, line: limit + 1, rule: 'file size', why: `${lines} lines, at most ${limit}` }]
  })

const FUNCTIONS = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ClassMethod',
  'PrivateMethod',
  'MethodProperty',
  'Constructor',
])

export const functionSizes: Rule = files =>
  codeOf(files).flatMap(code => {
    // The callback of a describe is a chapter, not a function.
    const chapters = isTest(code.path) ? new Set(code.nodes.flatMap(callbacksOfDescribe)) : new Set<Node>()
    return code.nodes
      .filter(node => FUNCTIONS.has(node.type) && !chapters.has(node))
      .flatMap(node => tooLarge(code, node))
  })

function tooLarge(code: Code, node: Node): Breach[] {
  const line = code.lineOf(node)
  const lines = code.lastLineOf(node) - line + 1
  const parameters = parametersOf(node)
  const injected = node.type === 'Constructor' && parameters.length > 0 && parameters.every(isInjected)
  const limit = injected ? INJECTED : PARAMETERS
  const breach = (why: string): Breach => ({ path: code.path, line, rule: 'function size', why })
  return [
    ...(lines > FUNCTION_LINES ? [breach(`${lines} lines, at most ${FUNCTION_LINES}`)] : []),
    ...(parameters.length > limit ? [breach(`${parameters.length} parameters, at most ${limit}`)] : []),
  ]
}

function parametersOf(node: Node): Node[] {
  const inner = (node.function ?? node) as { params?: Node[]; parameters?: Node[] }
  const all = inner.params ?? inner.parameters ?? []
  return all.filter(parameter => (parameter.pat as { value?: string } | undefined)?.value !== 'this')
}

function isInjected(parameter: Node): boolean {
  return ((parameter.decorators as unknown[] | undefined) ?? []).length > 0
}

function callbacksOfDescribe(node: Node): Node[] {
  if (node.type !== 'CallExpression') return []
  const callee = node.callee as Node & { value?: string; callee?: Node }
  if (callee.value !== 'describe') return []
  return (node.arguments as { expression: Node }[]).map(argument => argument.expression)
}
